package io.kevy.rt.net;

import io.kevy.sys.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection on their way out, and the limits on what its peer may leave unread.
 *
 * <p>Nothing is kept as long as the socket takes everything.
 */
final class ReplyOutput {
    /** The unread replies of all connections of a shard together. */
    static final class Total {
        private long bytes;

        long bytes() {
            return bytes;
        }
    }

    private final Total total;
    private @Nullable PendingOutput pending;
    private long bytes;
    private long overSinceNanos;
    private boolean over;

    ReplyOutput(Total total) {
        this.total = total;
    }

    /** Bytes that the socket has not taken yet. */
    long bytes() {
        return bytes;
    }

    /** Sends {@code source[from, to)}, or keeps what the socket does not take. */
    void write(Socket socket, byte[] source, int from, int to) throws IOException {
        int sent = from;
        while (sent < to && pending == null) {
            int more = socket.write(source, sent, to - sent);
            if (more == 0) {
                break;
            }
            sent += more;
        }
        if (sent < to) {
            if (pending == null) {
                pending = new PendingOutput();
            }
            pending.add(source, sent, to);
            count(pending.bytes());
        }
    }

    /** Sends what was kept, as much as the socket takes. */
    void flush(Socket socket) throws IOException {
        if (pending != null) {
            pending.send(socket);
            count(pending.bytes());
            if (bytes == 0) {
                pending = null;
            }
        }
    }

    /** Forgets what has not been sent. */
    void clear() {
        pending = null;
        count(0);
    }

    private void count(long now) {
        total.bytes += now - bytes;
        bytes = now;
    }

    /** Why the connection must be closed for what its peer leaves unread; null if it need not. */
    @Nullable String excess(Clients.Limits limits, long nowNanos) {
        if (bytes == 0) {
            over = false;
            return null;
        }
        var limit = limits.outputLimit();
        if (limit.hardBytes() > 0 && bytes > limit.hardBytes()) {
            return bytes + " bytes of replies are unread";
        }
        if (total.bytes > limits.unsentBytesMax()) {
            return bytes + " bytes of replies are unread, and the heap has no room for more";
        }
        if (limit.softBytes() == 0 || bytes <= limit.softBytes()) {
            over = false;
        } else if (!over) {
            over = true;
            overSinceNanos = nowNanos;
        } else if (nowNanos - overSinceNanos > limit.softSeconds() * 1_000_000_000L) {
            return bytes + " bytes of replies have been unread for too long";
        }
        return null;
    }
}
