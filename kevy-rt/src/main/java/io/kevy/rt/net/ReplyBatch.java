package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one turn, side by side in one buffer, which are sent together at its end.
 *
 * <p>A peer that is sent its replies wakes up, and one program often is the peer of many
 * connections: sent one by one while requests are still being run, each of them would find it asleep
 * again, and waking somebody costs more than a request. What a turn's replies add up to is bounded:
 * beyond {@value #BYTES_MAX} bytes they go out at once.
 */
final class ReplyBatch {
    private static final int BYTES_AT_FIRST = 64 * 1024;
    private static final int BYTES_MAX = 256 * 1024;
    private static final int BYTES_KEPT_MAX = 1 << 20;

    private final ReplyWriter out = new ReplyWriter(BYTES_AT_FIRST);
    private @Nullable Connection[] owners = new Connection[64];
    /** Where the replies of the owner at the same index end, and those of the next begin. */
    private int[] ends = new int[owners.length];
    private int count;

    /** Where replies are written; what was written before {@link #add} is somebody else's. */
    ReplyWriter out() {
        return out;
    }

    /** What has been written since the last call is for {@code owner}. */
    void add(Connection owner) {
        int from = end();
        if (out.size() == from) {
            owner.closeIfDone();
            return;
        }
        if (count == ends.length) {
            owners = Arrays.copyOf(owners, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        owner.batched();
        owners[count] = owner;
        ends[count++] = out.size();
        if (out.size() >= BYTES_MAX) {
            send();
        }
    }

    /** Where what is written for the next owner begins. */
    int end() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Like {@link #add} if much has been written by now; between two requests of one connection. */
    void addIfLarge(Connection owner) {
        if (out.size() >= BYTES_MAX) {
            add(owner);
        }
    }

    /** Forgets what has been written since the last call of {@link #add}. */
    void discard() {
        out.truncate(end());
    }

    /** Sends everything; a connection that cannot be sent to is closed. */
    void send() {
        int from = 0;
        for (int i = 0; i < count; i++) {
            var owner = owners[i];
            if (owner != null) {
                owner.deliver(out.array(), from, ends[i]);
            }
            owners[i] = null;
            from = ends[i];
        }
        count = 0;
        out.clear();
        out.shrink(BYTES_KEPT_MAX);
    }
}
