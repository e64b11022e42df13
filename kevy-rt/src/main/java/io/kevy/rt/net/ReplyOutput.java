package io.kevy.rt.net;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.Piece;
import io.kevy.resp.ReplyWriter;
import io.kevy.sys.Gathering;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection on their way out, and the limits on what its peer may leave unread.
 *
 * <p>Nothing is kept as long as the socket takes everything.
 */
final class ReplyOutput {
    /** The unread replies of all connections of a shard together, and what all of them use in turn. */
    static final class Total {
        private final ChunkSource chunks;
        private final Gathering pieces = new Gathering();
        private final Piece piece = new Piece();
        private long bytes;

        Total(ChunkSource chunks) {
            this.chunks = chunks;
        }

        long bytes() {
            return bytes;
        }
    }

    private final Total total;
    private @Nullable ReplyWriter pending;

    /** What follows {@link #pending}; empty almost always. */
    private @Nullable ArrayDeque<ReplyWriter> following;

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

    /** Sends what stands in {@code source} between two positions, or keeps a copy of the rest. */
    void write(Socket socket, ReplyWriter source, long from, long to) throws IOException {
        long sent = from;
        var piece = total.piece;
        while (sent < to && pending == null) {
            source.piece(sent, piece);
            int length = (int) Math.min(piece.length(), to - sent);
            int taken = socket.write(piece.memory(), piece.offset(), length);
            sent += taken;
            if (taken < length) {
                break;
            }
        }
        if (sent < to) {
            last().copy(source, sent, to);
            count(bytes + to - sent);
        }
    }

    /** Sends what stands in {@code own} and has not been sent, which is this output's from now on. */
    void write(Socket socket, ReplyWriter own) throws IOException {
        long more = own.position() - own.sent();
        if (pending == null) {
            pending = own;
        } else {
            if (following == null) {
                following = new ArrayDeque<>();
            }
            following.addLast(own);
        }
        count(bytes + more);
        flush(socket);
    }

    private ReplyWriter last() {
        var waiting = following;
        if (waiting != null && !waiting.isEmpty()) {
            return waiting.getLast();
        }
        var first = pending;
        if (first == null) {
            first = new ReplyWriter(total.chunks);
            pending = first;
        }
        return first;
    }

    /** Sends what was kept, as much as the socket takes. */
    void flush(Socket socket) throws IOException {
        ReplyWriter first;
        while ((first = pending) != null) {
            if (!send(socket, first)) {
                return;
            }
            first.release();
            pending = following == null ? null : following.pollFirst();
        }
    }

    /** Whether the socket has taken all of it. */
    private boolean send(Socket socket, ReplyWriter replies) throws IOException {
        var pieces = total.pieces;
        var piece = total.piece;
        long end = replies.position();
        while (replies.sent() < end) {
            pieces.clear();
            for (long at = replies.sent(); at < end; at += piece.length()) {
                replies.piece(at, piece);
                if (!pieces.add(piece.memory(), piece.offset(), piece.length())) {
                    break;
                }
            }
            int taken = socket.write(pieces);
            boolean all = taken == pieces.bytes();
            pieces.clear();
            replies.sent(replies.sent() + taken);
            count(bytes - taken);
            if (!all) {
                return false;
            }
        }
        return true;
    }

    /** Forgets what has not been sent. */
    void clear() {
        ReplyWriter first;
        while ((first = pending) != null) {
            first.release();
            pending = following == null ? null : following.pollFirst();
        }
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
            return bytes + " bytes of replies are unread, and there is no room for more";
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
