package io.kevy.rt.replication;

/** What a shard gives to replicas of its own. */
enum Serving {
    /** Frames and snapshots: the server is a primary, or the shard is in step with its primary. */
    ALL,
    /** Frames only: the link to the primary is down, so the data may be about to be replaced. */
    FRAMES,
    /** Nothing: the server holds no data of the primary it follows. */
    NOTHING
}
