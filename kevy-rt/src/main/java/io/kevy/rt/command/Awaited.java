package io.kevy.rt.command;

import io.kevy.resp.ReplyWriter;

/**
 * What a client's reply waits for, which events bring about: nobody asks for it again and again.
 *
 * <p>The connection's shard calls {@link #begin}, then {@link #answer} once at once, after every
 * {@link Outlet#stir}, and when the time is over; and {@link #end} when the reply has been given or
 * the client is gone.
 */
public interface Awaited {
    /** How long the client waits at most; 0 for ever. */
    long timeoutMillis();

    /** From now on {@code outlet} is stirred whenever the answer may have changed. */
    void begin(Outlet outlet);

    /** {@code outlet} need not be stirred any more. */
    void end(Outlet outlet);

    /**
     * Writes the reply if it is time.
     *
     * @param timedOut the time is over: there must be a reply
     * @return true when the reply has been written
     */
    boolean answer(ReplyWriter reply, boolean timedOut);
}
