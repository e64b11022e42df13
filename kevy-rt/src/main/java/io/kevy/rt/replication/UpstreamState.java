package io.kevy.rt.replication;

/** How far a shard has come with its primary; a later one is nearer to being in step. */
enum UpstreamState {
    /** There is no connection, and none is being made. */
    CONNECT,
    /** A connection is being made. */
    CONNECTING,
    /** A snapshot arrives, or is due. */
    SYNC,
    /** Frames arrive as they are written. */
    CONNECTED
}
