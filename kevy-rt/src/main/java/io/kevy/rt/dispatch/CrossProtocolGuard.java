package io.kevy.rt.dispatch;

import io.kevy.resp.Argv;
import java.lang.System.Logger.Level;

/**
 * Tells HTTP from requests, because a web page can make a browser of this network send it here: the
 * header would be a few unknown commands, the body whatever commands the page's author wants.
 *
 * <p>No command has the name of what every such request holds, a line that begins with {@code POST}
 * or {@code Host:}. One guard per shard.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/security/">Security</a>
 */
final class CrossProtocolGuard {
    private static final System.Logger LOG = System.getLogger("io.kevy");

    /** An attacker does not fill the log: one warning in so much time. */
    private static final long WARNING_NANOS = 60_000_000_000L;

    private long nextWarningNanos;
    private boolean warned;

    /** Whether this unknown command is a line of HTTP, after which nothing may be run. */
    static boolean isHttp(Argv argv) {
        return argv.equalsIgnoreCase(0, "POST") || argv.equalsIgnoreCase(0, "HOST:");
    }

    /** Logs that {@code peer} is cut off, unless another one was a moment ago. */
    void warn(String peer, long nowNanos) {
        if (warned && nowNanos - nextWarningNanos < 0) {
            return;
        }
        warned = true;
        nextWarningNanos = nowNanos + WARNING_NANOS;
        LOG.log(
                Level.WARNING,
                "Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host:"
                        + " commands. This is likely due to an attacker attempting to use Cross"
                        + " Protocol Scripting to compromise this server. Connection from {0}"
                        + " aborted.",
                peer);
    }
}
