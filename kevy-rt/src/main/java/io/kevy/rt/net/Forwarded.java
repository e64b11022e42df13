package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** The replies to consecutive requests of one {@link ForwardBatch}, complete when that is back. Reused. */
final class Forwarded extends PendingReply {
    private @Nullable ForwardBatch batch;
    private int from;
    private int to;

    /** The reply to the request at {@code index}. */
    void begin(ForwardBatch batch, int index) {
        this.batch = batch;
        from = index;
        to = index + 1;
    }

    /** Takes the reply to the request at {@code index} too, if it is the next of the same batch. */
    @SuppressWarnings("ReferenceEquality")
    boolean extend(ForwardBatch batch, int index) {
        if (this.batch != batch || index != to) {
            return false;
        }
        to++;
        return true;
    }

    private ForwardBatch batch() {
        var forwarded = batch;
        if (forwarded == null) {
            throw new AssertionError("a reply that is not in use");
        }
        return forwarded;
    }

    @Override
    boolean isComplete() {
        return batch().answered() >= to;
    }

    @Override
    boolean isUrgent() {
        return batch().isUrgent() && batch().answered() > from;
    }

    @Override
    boolean moveTo(ReplyWriter out) {
        var source = batch();
        int answered = Math.min(to, source.answered());
        if (answered > from) {
            source.copyReplies(from, answered, out);
            int moved = answered - from;
            from = answered;
            source.taken(moved);
        }
        return from == to;
    }

    /** Whether one of the replies that are there could not be written for lack of memory. */
    boolean hasFailed() {
        var source = batch();
        int answered = Math.min(to, source.answered());
        for (int i = from; i < answered; i++) {
            if (source.hasFailed(i)) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean drop() {
        var source = batch();
        int answered = Math.min(to, source.answered());
        if (answered > from) {
            int dropped = answered - from;
            from = answered;
            source.taken(dropped);
        }
        return from == to;
    }

    @Override
    void release(ReplyPool pool) {
        batch = null;
        pool.giveBack(this);
    }
}
