package io.kevy.rt.command;

/** Why something has changed. */
public enum Cause {
    /** A command of a client or of a primary. */
    COMMAND,
    /** The deadline of a key has passed. */
    EXPIRY,
    /** A key had to make room for others. */
    EVICTION
}
