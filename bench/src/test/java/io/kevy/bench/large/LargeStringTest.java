package io.kevy.bench.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.bench.Samples;
import io.kevy.store.Digest;
import io.kevy.store.Keyspace;
import org.junit.jupiter.api.Test;

class LargeStringTest {
    private static final int LENGTH = 1 << 20;

    @Test
    void everyOperationDoesWhatItIsCalledAndNothingElse() {
        try (var string = new LargeString(1)) {
            var before = digest(string);
            string.run(LargeOperation.EXPIRE);
            assertNotEquals(Keyspace.NO_DEADLINE, string.find().deadline());
            string.run(LargeOperation.PERSIST);
            assertEquals(before, digest(string));
            string.run(LargeOperation.RENAME);
            assertEquals(6, string.find().keyLength());
            string.run(LargeOperation.RENAME);
            string.run(LargeOperation.MOVE);
            assertEquals(1, string.find().keyspace().size());
            string.run(LargeOperation.MOVE);
            assertEquals(before, digest(string));
            string.run(LargeOperation.SETRANGE);
            assertEquals(LENGTH, string.find().stringLength());
            assertNotEquals(before, digest(string));
            string.run(LargeOperation.APPEND);
            assertEquals(LENGTH + 1, string.find().stringLength());
            assertTrue(string.find().exists());
        }
    }

    private static Digest digest(LargeString string) {
        try (var view = string.freeze()) {
            return view.digest();
        }
    }

    @Test
    void preparedOperationsHaveSomethingToDo() {
        try (var string = new LargeString(1)) {
            string.prepare(LargeOperation.PERSIST);
            assertNotEquals(Keyspace.NO_DEADLINE, string.find().deadline());
            string.prepare(LargeOperation.EXPIRE);
            assertEquals(Keyspace.NO_DEADLINE, string.find().deadline());
        }
    }

    @Test
    void theTableHasARowForEveryOperationAndHoldsTheLongestAgainstThePromise() {
        String measured = LargeMain.measure(1, 3).text();
        for (var operation : LargeOperation.values()) {
            assertTrue(measured.contains("| " + operation.title() + " | "), measured);
        }
        var table = new LargeTable();
        table.add(LargeOperation.MOVE, samples(1, 2, 3), samples(4, 5, 999));
        table.add(LargeOperation.RENAME, samples(1, 2, 1000), samples(4, 5, 6));
        assertTrue(table.text().contains(
                "| MOVE | 2.0 | 3.0 | 5.0 | 999.0 | under 1,000 us: met |"), table.text());
        assertTrue(table.text().contains(
                "| RENAME | 2.0 | 1,000.0 | 5.0 | 6.0 | under 1,000 us: missed |"), table.text());
    }

    private static Samples samples(double... values) {
        var samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }
}
