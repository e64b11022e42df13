package io.kevy.rt.command;

import io.kevy.resp.ReplyWriter;

/** Replication as commands see it; thread-safe. */
public interface Replication {
    /** Whether this server follows a primary. */
    boolean isReplica();

    /**
     * Begins to follow another primary; takes effect soon after, and the configuration shows it.
     *
     * @return false when it already follows that one
     */
    boolean follow(String host, int port);

    /** Ends following; the server keeps its data and serves replicas of its own at once. */
    void promote();

    /** Writes the reply of {@code ROLE}. */
    void role(ReplyWriter reply);

    /** Appends the {@code name:value} lines of {@code INFO replication}, each with its end. */
    void info(StringBuilder text, long nowMillis);

    /** Next frame offset of every shard, as of now; every shard is held. */
    long[] offsets();

    /** Replicas that have been sent all frames before {@code offsets}, on every shard. */
    int replicasAt(long[] offsets);

    /** {@code waiting} is stirred whenever {@link #replicasAt} or {@link #isReplica} may have changed. */
    void tell(Outlet waiting);

    /** Ends what {@link #tell} began. */
    void tellNoMore(Outlet waiting);
}
