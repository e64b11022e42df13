package io.kevy.bench.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.bench.Figures;
import io.kevy.bench.KeyBytes;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedProbeTest {
    // Chronicle Map needs options of the JVM, see Contender.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHRONICLE")
    void everyContenderFindsWhatItWasGivenAndShowsEveryEntry(Contender contender) {
        try (var map = contender.open(1000)) {
            for (int number = 0; number < 1000; number++) {
                map.key.number(number);
                Stamps.write(map.value, number % 2 == 0 ? Stamps.BEFORE : Stamps.AFTER);
                map.put();
            }
            Stamps.write(map.value, Stamps.BEFORE);
            for (int number = 1; number < 1000; number += 2) {
                map.key.number(number);
                map.put();
            }
            map.key.number(1000);
            assertFalse(map.get());
            map.key.number(999);
            Stamps.write(map.value, Stamps.AFTER);
            assertTrue(map.get());
            var stamps = new Stamps();
            stamps.entry(map.key.number(0), map.value);
            assertTrue(stamps.consistent(1));
            var walked = new Stamps();
            try (var snapshot = map.snapshot()) {
                snapshot.walk(walked);
            }
            assertTrue(walked.consistent(1000));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEVY_SLICES", "KEVY_ARRAYS", "HASH_MAP"})
    void aSnapshotStaysAsItWasWhileWritesGoOn(Contender contender)
            throws IOException, InterruptedException, ExecutionException {
        var figures = Figures.parse(EmbeddedFigure.class,
                EmbeddedProbe.measure(contender, 20_000, 1000).lines());
        assertEquals(1, figures.of(EmbeddedFigure.CONSISTENT));
        assertTrue(
                figures.of(EmbeddedFigure.STALL_MILLIS) >= figures.of(EmbeddedFigure.TAKE_MILLIS),
                figures.lines());
    }

    @Test
    void aWalkThatMissesRepeatsOrShowsALaterEntryIsNotConsistent() {
        assertTrue(walk(Stamps.BEFORE, 0, 1, 2).consistent(3));
        assertFalse(walk(Stamps.BEFORE, 0, 1).consistent(3));
        assertFalse(walk(Stamps.BEFORE, 0, 1, 1).consistent(3));
        assertFalse(walk(Stamps.AFTER, 0, 1, 2).consistent(3));
    }

    private static Stamps walk(long lastStamp, int... numbers) {
        var stamps = new Stamps();
        var key = new KeyBytes();
        var value = new byte[ByteMap.VALUE_BYTES];
        for (int i = 0; i < numbers.length; i++) {
            Stamps.write(value, i == numbers.length - 1 ? lastStamp : Stamps.BEFORE);
            stamps.entry(key.number(numbers[i]), value);
        }
        return stamps;
    }

    @Test
    void mapDbGetsAboutALeafForEachEntry() {
        assertEquals(1, MapDbMap.levels(100));
        assertEquals(4, MapDbMap.levels(1_000_000));
        assertEquals(5, MapDbMap.levels(10_000_000));
    }
}
