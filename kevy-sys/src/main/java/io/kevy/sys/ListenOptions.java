package io.kevy.sys;

/**
 * How a listener is opened.
 *
 * @param backlog connections that may wait for {@link Listener#accept}, at least 1; the system may
 *     cap it, and refuses or ignores what comes beyond
 * @param reusePort lets several listeners share one TCP port, the system spreading connections over
 *     them (SO_REUSEPORT); without effect on Unix-domain addresses
 */
public record ListenOptions(int backlog, boolean reusePort) {
    public ListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
        }
    }
}
