package io.kevy.sys;

/** Where time comes from, so that tests can hand in their own. Any thread may ask. */
public interface Clock {
    /** Monotonic nanoseconds from an arbitrary origin; only differences mean something. */
    long nanoTime();

    /** Milliseconds since the Unix epoch; may jump when somebody sets the machine's clock. */
    long unixMillis();

    /** Microseconds since the Unix epoch, as fine as the clock is; for people, not for deadlines. */
    default long unixMicros() {
        return unixMillis() * 1000;
    }

    /** The machine's clocks. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
