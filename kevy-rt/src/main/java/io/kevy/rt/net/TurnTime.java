package io.kevy.rt.net;

/** The time of the present turn, and its number; one per shard. */
final class TurnTime {
    private long number;
    private long nowMillis;
    private long nowNanos;

    void begin(long nowMillis, long nowNanos) {
        number++;
        this.nowMillis = nowMillis;
        this.nowNanos = nowNanos;
    }

    /** Turns so far. */
    long number() {
        return number;
    }

    /** Unix time, for people and deadlines of keys. */
    long nowMillis() {
        return nowMillis;
    }

    /** Monotonic time, for intervals. */
    long nowNanos() {
        return nowNanos;
    }
}
