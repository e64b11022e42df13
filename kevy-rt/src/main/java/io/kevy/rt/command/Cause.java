package io.kevy.rt.command;

/** Why something has changed. */
public enum Cause {
    /** A request of a client or a frame of a primary. */
    REQUEST,
    /** The deadline of a key has passed. */
    EXPIRY,
    /** A key had to make room for others. */
    EVICTION
}
