package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one connection that are outstanding, in order; empty on a connection all of whose
 * requests ran in place.
 *
 * <p>The replies to what came in one turn leave together, as far as they are not so large that
 * others wait for the room they take: a peer is sent one packet, not one for every shard it asked.
 */
final class ReplyQueue {
    private final ReplyPool pool;
    private @Nullable PendingReply first;
    private @Nullable PendingReply last;
    private long heldBytes;

    ReplyQueue(ReplyPool pool) {
        this.pool = pool;
    }

    /** Whether no reply is outstanding. */
    boolean isEmpty() {
        return first == null;
    }

    /** Bytes of finished replies that wait here. */
    long heldBytes() {
        return heldBytes;
    }

    /** The reply to the request at {@code index} of {@code batch} follows. */
    void forwarded(ForwardBatch batch, int index, long turn) {
        if (last instanceof Forwarded open && last.turn == turn && open.extend(batch, index)) {
            return;
        }
        var entry = pool.forwarded();
        entry.begin(batch, index);
        add(entry, turn);
    }

    /** Finished replies follow: everything in {@code out} from {@code at}, which is taken out. */
    void hold(ReplyWriter out, long at, long turn) {
        long bytes = out.position() - at;
        if (bytes == 0) {
            return;
        }
        if (last instanceof Held open && last.turn == turn) {
            open.take(out, at);
        } else {
            var entry = pool.held();
            entry.take(out, at);
            add(entry, turn);
        }
        heldBytes += bytes;
    }

    /** A reply that waits for an event follows, and nothing after it. */
    void await(Awaiting waiting, long turn) {
        add(waiting, turn);
    }

    private void add(PendingReply entry, long turn) {
        entry.next = null;
        entry.turn = turn;
        var before = last;
        if (before == null) {
            first = entry;
        } else {
            before.next = entry;
        }
        last = entry;
    }

    /**
     * Moves the replies whose turn has come to {@code out}.
     *
     * @return false when one of them could not be made for lack of memory
     */
    boolean drain(ReplyWriter out) {
        PendingReply entry;
        boolean any = false;
        long leaving = 0;
        while ((entry = first) != null) {
            if (!any || entry.turn != leaving) {
                if (!mayLeave(entry)) {
                    return true;
                }
                any = true;
                leaving = entry.turn;
            }
            if (entry instanceof Forwarded forwarded && forwarded.hasFailed()) {
                return false;
            }
            if (!entry.moveTo(out)) {
                return true;
            }
            removeFirst(entry);
        }
        return true;
    }

    /** Whether {@code head} and all of its turn are complete, or one of them must leave at once. */
    private static boolean mayLeave(PendingReply head) {
        if (!head.isComplete()) {
            return head.isUrgent();
        }
        boolean urgent = false;
        for (PendingReply entry = head; entry != null && entry.turn == head.turn; entry =
                entry.next) {
            urgent |= entry.isUrgent();
            if (!entry.isComplete() && !urgent) {
                return false;
            }
        }
        return true;
    }

    /** Forgets all replies up to the first that has not come, as nobody waits for them any more. */
    void drop() {
        PendingReply entry;
        while ((entry = first) != null && entry.drop()) {
            removeFirst(entry);
        }
    }

    private void removeFirst(PendingReply entry) {
        first = entry.next;
        if (first == null) {
            last = null;
        }
        entry.next = null;
        if (entry instanceof Held held) {
            heldBytes -= held.size();
        }
        entry.release(pool);
    }
}
