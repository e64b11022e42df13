package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import org.jspecify.annotations.Nullable;

/**
 * A reply whose turn has not come: it is not there yet, or waits for an earlier one of the same
 * connection. An event completes it.
 *
 * <p>A link of its connection's {@link ReplyQueue}. On the thread of the connection's shard.
 */
abstract sealed class PendingReply permits Forwarded, Held, Awaiting {
    @Nullable PendingReply next;

    /** The turn in which the request came: the replies of one turn leave together. */
    long turn;

    /** Whether {@link #moveTo} would move everything. */
    abstract boolean isComplete();

    /** Whether {@link #moveTo} would move something, and others wait until it has been moved. */
    abstract boolean isUrgent();

    /** Moves what is there to {@code out}; true when nothing is left to come. */
    abstract boolean moveTo(ReplyWriter out);

    /** Nobody waits for it any more: true when it can be forgotten at once. */
    abstract boolean drop();

    /** Gives it back to where it came from. */
    abstract void release(ReplyPool pool);
}
