package io.kevy.bench.embedded;

/** What a probe finds; sizes in bytes. */
enum EmbeddedFigure {
    /** A write of a key that is not there yet, in the order of the keys. */
    FILL_NANOS,
    /** A read of a random key. */
    GET_NANOS,
    /** A write of a random key that is there. */
    SET_NANOS,
    /** Growth of resident memory by all entries, after full collections. */
    RESIDENT,
    /** Growth of the heap in use, likewise. */
    HEAP,
    /** Until the snapshot was there. */
    TAKE_MILLIS,
    /** A walk over it by another thread while writes went on. */
    WALK_MILLIS,
    /** A write of a random key in that time, on average. */
    WRITE_NANOS,
    /** The longest time in which no write was done, from the taking of the snapshot to the end of the walk. */
    STALL_MILLIS,
    /** 1 when the walk showed each entry once and as it was when the snapshot was taken, 0 otherwise. */
    CONSISTENT
}
