package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Awaited;

/**
 * A reply that waits for something in the server, or for its time to be over.
 *
 * <p>Nothing stands behind it in its queue: the connection takes no further request meanwhile.
 */
final class Awaiting extends PendingReply {
    /** {@link #deadlineNanos} of one that waits for ever. */
    static final int NO_PLACE = -1;

    private final Connection connection;
    private final Awaited awaited;
    private final long deadlineNanos;
    private boolean timedOut;
    private boolean over;

    /** Where {@link Deadlines} has it. */
    int place = NO_PLACE;

    Awaiting(Connection connection, Awaited awaited, long deadlineNanos) {
        this.connection = connection;
        this.awaited = awaited;
        this.deadlineNanos = deadlineNanos;
    }

    Connection connection() {
        return connection;
    }

    /** When it times out, by the monotonic clock; means nothing if {@link #timesOut} is false. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    boolean timesOut() {
        return awaited.timeoutMillis() > 0;
    }

    /** Its time is over. */
    void timeOut() {
        timedOut = true;
    }

    @Override
    boolean isComplete() {
        return true; // only asking for the answer shows whether there is one
    }

    @Override
    boolean isUrgent() {
        return true;
    }

    @Override
    boolean moveTo(ReplyWriter out) {
        return awaited.answer(out, timedOut);
    }

    @Override
    boolean drop() {
        return true;
    }

    @Override
    void release(ReplyPool pool) {
        if (!over) {
            over = true;
            awaited.end(connection.session().outlet());
            pool.deadlines().remove(this);
        }
    }
}
