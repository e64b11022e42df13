package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kevy.replicate.CloseReason;
import io.kevy.rt.config.OutputLimit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnsentWatchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final OutputLimit LIMIT = new OutputLimit(1_000, 100, 10);

    private final UnsentWatch watch = new UnsentWatch();

    private @Nullable CloseReason excess(long bytes, long second) {
        return watch.excess(bytes, LIMIT, 50, second * SECOND);
    }

    @Test
    void theHardLimitHoldsAtOnce() {
        assertNull(excess(1_000, 0));
        assertEquals(new CloseReason.UnsentOverLimit(1_001, 0), excess(1_001, 0));
    }

    @Test
    void theSoftLimitHoldsWhenItIsExceededForLonger() {
        assertNull(excess(101, 5));
        assertNull(excess(500, 15));
        assertEquals(new CloseReason.UnsentOverLimit(101, 10), excess(101, 16));
    }

    @Test
    void timeBelowTheSoftLimitBeginsItAnew() {
        assertNull(excess(101, 0));
        assertNull(excess(100, 9));
        assertNull(excess(101, 10));
        assertNull(excess(101, 20));
    }

    @Test
    void noLimitIsBelowTheBacklog() {
        assertNull(watch.excess(5_000, LIMIT, 5_000, 0));
        assertNull(watch.excess(5_000, LIMIT, 5_000, 60 * SECOND));
    }

    @Test
    void zeroIsNoLimit() {
        var none = new OutputLimit(0, 0, 0);
        assertNull(watch.excess(1L << 40, none, 50, 0));
        assertNull(watch.excess(1L << 40, none, 50, 60 * SECOND));
    }
}
