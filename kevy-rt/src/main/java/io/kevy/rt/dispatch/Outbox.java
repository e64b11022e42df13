package io.kevy.rt.dispatch;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Command;
import io.kevy.rt.net.ForwardBatch;
import org.jspecify.annotations.Nullable;

/** Takes requests to the shards that own their keys, those of one turn together. */
@FunctionalInterface
public interface Outbox {
    /**
     * Adds a copy of a request to what goes to shard {@code target}.
     *
     * @return the batch whose last request it is, or null when there is no room until one comes back
     */
    @Nullable ForwardBatch add(int target, Command command, Argv argv, int db, int protocol);
}
