package io.kevy.rt.net;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.ReplyWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one turn, side by side in native memory, which are sent together at its end.
 *
 * <p>A peer that is sent its replies wakes up, and one program often is the peer of many
 * connections: sent one by one while requests are still being run, each of them would find it asleep
 * again, and waking somebody costs more than a request. What a turn's replies add up to is bounded:
 * beyond {@value #BYTES_MAX} bytes they go out at once, and a single large reply goes to its owner
 * together with the memory it stands in.
 */
final class ReplyBatch {
    private static final int BYTES_MAX = 256 * 1024;

    /** A longer reply is not copied when its owner's socket does not take it. */
    private static final int LARGE_BYTES = 128 * 1024;

    private final ChunkSource chunks;
    private ReplyWriter out;
    private @Nullable Connection[] owners = new Connection[64];
    /** Where the replies of the owner at the same index end, and those of the next begin. */
    private long[] ends = new long[owners.length];
    private int count;

    ReplyBatch(ChunkSource chunks) {
        this.chunks = chunks;
        out = new ReplyWriter(chunks);
    }

    /** Where replies are written; what was written before {@link #add} is somebody else's. */
    ReplyWriter out() {
        return out;
    }

    /** What has been written since the last call is for {@code owner}. */
    void add(Connection owner) {
        long from = end();
        long to = out.position();
        if (to == from) {
            owner.closeIfDone();
            return;
        }
        if (to - from > LARGE_BYTES) {
            handOver(owner, from);
            return;
        }
        if (count == ends.length) {
            owners = Arrays.copyOf(owners, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        owner.batched();
        owners[count] = owner;
        ends[count++] = to;
        if (to >= BYTES_MAX) {
            send();
        }
    }

    /** The others' replies leave, and what follows them is the owner's with all it stands in. */
    private void handOver(Connection owner, long from) {
        var large = out;
        out = new ReplyWriter(chunks);
        deliver(large);
        large.sent(from);
        owner.deliver(large);
    }

    /** Where what is written for the next owner begins. */
    long end() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Like {@link #add} if much has been written by now; between two requests of one connection. */
    void addIfLarge(Connection owner) {
        if (out.position() - end() > LARGE_BYTES || out.position() >= BYTES_MAX) {
            add(owner);
        }
    }

    /** Forgets what has been written since the last call of {@link #add}. */
    void discard() {
        out.truncate(end());
    }

    /** Sends everything; a connection that cannot be sent to is closed. */
    void send() {
        deliver(out);
        out.clear();
    }

    private void deliver(ReplyWriter replies) {
        long from = 0;
        for (int i = 0; i < count; i++) {
            var owner = owners[i];
            if (owner != null) {
                owner.deliver(replies, from, ends[i]);
            }
            owners[i] = null;
            from = ends[i];
        }
        count = 0;
    }
}
