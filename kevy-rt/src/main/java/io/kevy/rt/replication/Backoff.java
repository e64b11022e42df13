package io.kevy.rt.replication;

/**
 * How long to wait before the next of several attempts in a row: each time twice as long, up to a
 * bound, until an attempt has turned out well.
 */
final class Backoff {
    static final long NANOS_MIN = 100_000_000;
    static final long NANOS_MAX = 3_200_000_000L;

    /** A link that has streamed for so long has turned out well. */
    static final long STEADY_NANOS = 5_000_000_000L;

    private long nanos = NANOS_MIN;

    /** The delay before the next attempt. */
    long nextNanos() {
        long next = nanos;
        nanos = Math.min(NANOS_MAX, 2 * nanos);
        return next;
    }

    /** The next delay is the shortest again. */
    void reset() {
        nanos = NANOS_MIN;
    }
}
