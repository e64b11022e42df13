package io.kevy.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void quantilesAreWithinOnePercentOfTheSortedDurations() {
        long seed = 20_260_101;
        var random = new Random(seed);
        long[] durations = new long[100_000];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = random.nextLong() >>> random.nextInt(1, 64);
            histogram.record(durations[i]);
        }
        Arrays.sort(durations);
        for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = durations[(int) Math.ceil(share * durations.length) - 1];
            double found = histogram.quantileNanos(share);
            assertTrue(found >= exact && found <= exact * 1.01,
                    "seed " + seed + ": " + share + " is " + exact + ", found " + found);
        }
        assertEquals(durations.length, histogram.count());
    }

    @Test
    void shortDurationsAreExact() {
        for (int nanos = 0; nanos < 256; nanos++) {
            histogram.record(nanos);
        }
        for (int nanos = 0; nanos < 256; nanos++) {
            assertEquals(nanos, histogram.quantileNanos((nanos + 1) / 256.0));
        }
    }

    @Test
    void theLongestDurationHasABucket() {
        histogram.record(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, histogram.maxNanos());
        assertEquals(Long.MAX_VALUE, histogram.quantileNanos(0.5));
    }

    @Test
    void aClockThatGoesBackCountsAsZero() {
        histogram.record(-5);
        assertEquals(0, histogram.quantileNanos(1));
        assertEquals(1, histogram.count());
    }

    @Test
    void nothingIsLeftAfterAClear() {
        histogram.record(100);
        histogram.clear();
        assertEquals(0, histogram.count());
        assertEquals(0, histogram.quantileNanos(0.99));
        assertEquals(0, histogram.maxNanos());
    }
}
