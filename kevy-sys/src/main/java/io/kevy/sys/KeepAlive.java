package io.kevy.sys;

/**
 * The times of TCP keepalive.
 *
 * @param idleSeconds silence before the first probe; 0 when keepalive is off
 * @param intervalSeconds time between probes
 */
record KeepAlive(int idleSeconds, int intervalSeconds) {
    /** Unanswered probes after which the connection is given up. */
    static final int PROBES = 3;

    static KeepAlive of(int idleSeconds) {
        if (idleSeconds < 0) {
            throw new IllegalArgumentException("idleSeconds must not be negative: " + idleSeconds);
        }
        return new KeepAlive(idleSeconds, Math.max(1, idleSeconds / PROBES));
    }

    boolean on() {
        return idleSeconds > 0;
    }
}
