package io.kevy.sys;

/** Turns a poll's timeout into what the system's calls take. */
final class PollTimeout {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private PollTimeout() {}

    /** Rounded up, so that nobody wakes before the time; -1 for ever. */
    static int millis(long nanos) {
        return nanos < 0
                ? -1
                : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, NANOS_PER_MILLI));
    }
}
