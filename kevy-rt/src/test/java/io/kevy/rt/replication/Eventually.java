package io.kevy.rt.replication;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come true, and no longer than needed. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private Eventually() {}

    public static void isTrue(String what, BooleanSupplier condition) {
        isTrue(() -> what, condition);
    }

    /**
     * Waits until {@code condition} holds.
     *
     * @param what said when the time is over
     */
    public static void isTrue(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + LIMIT + ": " + what.get());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
