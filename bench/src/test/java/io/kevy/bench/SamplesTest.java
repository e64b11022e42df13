package io.kevy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertEquals(3, samples(9, 1, 3).median());
        assertEquals(2.5, samples(4, 1, 3, 2).median());
    }

    @Test
    void ratiosAreTakenRunByRun() {
        assertEquals("0.50 (0.25..2.00)", samples(1, 2, 4).over(samples(4, 4, 2)).text("%.2f"));
    }

    @Test
    void samplesOfDifferentRunsHaveNoRatio() {
        assertThrows(IllegalArgumentException.class, () -> samples(1).over(samples(1, 2)));
        assertThrows(IllegalStateException.class, () -> samples().median());
    }

    @Test
    void thereIsRoomForManySamples() {
        var many = new Samples();
        for (int i = 1; i <= 1001; i++) {
            many.add(i);
        }
        assertEquals(501, many.median());
        assertEquals(1, many.min());
        assertEquals(1001, many.max());
        assertEquals(1001, many.count());
    }

    private static Samples samples(double... values) {
        var samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }
}
