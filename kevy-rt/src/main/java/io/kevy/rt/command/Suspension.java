package io.kevy.rt.command;

import io.kevy.resp.ReplyWriter;

/** A reply that is not there yet: asked once per turn of the connection's shard. */
@FunctionalInterface
public interface Suspension {
    /**
     * Writes the reply if it is time.
     *
     * @return true when the reply has been written
     */
    boolean ready(long nowMillis, ReplyWriter reply);
}
