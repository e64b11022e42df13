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
    private final ArrayDeque<Object> entries = new ArrayDeque<>(4);

    /** Whether no reply is outstanding. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A reply that will come from another shard. */
    public void add(Forward forward) {
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
                out.raw(forward.reply().array(), 0, forward.reply().size());
                pool.giveBack(forward);
            } else {
                byte[] bytes = (byte[]) head;
                out.raw(bytes, 0, bytes.length);
            }
            entries.removeFirst();
        }
    }
}
