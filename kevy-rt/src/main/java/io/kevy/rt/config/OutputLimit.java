package io.kevy.rt.config;

/**
 * How much of its replies a client may leave unread before it is closed.
 *
 * @param hardBytes closed at once when it has more unread; 0 = no limit
 * @param softBytes closed when it has more unread for too long; 0 = no limit
 * @param softSeconds how long that is
 */
public record OutputLimit(long hardBytes, long softBytes, int softSeconds) {
    static final OutputLimit NONE = new OutputLimit(0, 0, 0);

    @Override
    public String toString() {
        return hardBytes + " " + softBytes + " " + softSeconds;
    }
}
