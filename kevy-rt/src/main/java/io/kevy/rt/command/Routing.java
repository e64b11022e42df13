package io.kevy.rt.command;

/**
 * Where a command runs.
 *
 * <p>Shards that a command needs beside its own are held (they do nothing else) while it runs, so a
 * command over several shards is as atomic as one over a single shard.
 */
public enum Routing {
    /** On the shard of the connection; touches no key. */
    CONNECTION,
    /** Its keys decide: one owner, then there; several owners, then in place with all of them held. */
    OWNER,
    /** In place, with every shard held. */
    EVERY_SHARD,
    /**
     * In place, because it changes the connection: holds the owners of its keys, of the keys the
     * connection watches and of the commands it has queued.
     */
    IN_PLACE
}
