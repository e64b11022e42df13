package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Replies that wait for an earlier one: forwarded requests and, behind them, finished replies.
 *
 * <p>Empty on a connection all of whose requests ran in place.
 */
public final class ReplyQueue {
    private static final int FORWARDS_AT_FIRST = 4;
    private static final int FORWARDS_MAX = 1024;
    private static final int BYTES_AIMED_AT = 16 << 20;

    private final ArrayDeque<Object> entries = new ArrayDeque<>(4);
    private int forwards;
    private int forwardsMax = FORWARDS_AT_FIRST;
    private int largestBytes;

    /** Whether no reply is outstanding. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * Whether one more forward may be on the way. Nobody knows how large its reply will be, and all
     * of them will stand in memory until the first has come: so the last ones say how many.
     */
    public boolean takesForward() {
        return forwards < forwardsMax;
    }

    /** A reply that will come from another shard. */
    public void add(Forward forward) {
        forwards++;
        entries.addLast(forward);
    }

    /** A finished reply that has to wait for its turn: everything in {@code out} from {@code at}. */
    public void defer(ReplyWriter out, int at) {
        entries.addLast(Arrays.copyOfRange(out.array(), at, out.size()));
        out.truncate(at);
    }

    /** Moves all replies whose turn has come to {@code out}; gives used forwards to {@code pool}. */
    void drain(ReplyWriter out, ForwardPool pool) {
        Object head;
        while ((head = entries.peekFirst()) != null) {
            if (head instanceof Forward forward) {
                if (!forward.isDone()) {
                    return;
                }
                int size = forward.reply().size();
                out.raw(forward.reply().array(), 0, size);
                forwards--;
                largestBytes = Math.max(largestBytes, size);
                pool.giveBack(forward);
            } else {
                byte[] bytes = (byte[]) head;
                out.raw(bytes, 0, bytes.length);
            }
            entries.removeFirst();
        }
        forwardsMax =
                Math.clamp(BYTES_AIMED_AT / Math.max(1, largestBytes), 1, FORWARDS_MAX);
        largestBytes = 0;
    }

    /** Forgets all replies up to the first that has not come, as nobody waits for them any more. */
    void drop(ForwardPool pool) {
        Object head;
        while ((head = entries.peekFirst()) != null) {
            if (head instanceof Forward forward) {
                if (!forward.isDone()) {
                    return;
                }
                pool.giveBack(forward);
            }
            entries.removeFirst();
        }
    }
}
