package io.kevy.replicate;

/** What a {@link Backlog} has for a reader at some offset. */
public enum BacklogRead {
    /** At least one byte of a frame can be copied. */
    FRAMES,
    /** The reader has everything; its offset is the one the next frame will get. */
    CAUGHT_UP,
    /** The frame at the offset has been dropped: only a snapshot helps. */
    TOO_OLD,
    /** No frame up to the offset was ever written here: the reader knows another history. */
    FUTURE
}
