package io.kevy.bench.memory;

/** What a probe finds; sizes in bytes, durations in microseconds. */
enum MemoryFigure {
    /** Keys it was filled with, of 16 bytes with values of 64. */
    KEYS,
    /** Resident memory of the process before a store was opened, all code loaded. */
    RESIDENT_AT_START,
    /** Growth of resident memory, as it is after the store was filled. */
    RESIDENT,
    /** The same after full collections. */
    RESIDENT_COLLECTED,
    /** Heap in use after full collections. */
    HEAP,
    /** Native memory that holds something, by the store's own count. */
    USED,
    /** Native memory taken from the operating system, by the store's own count. */
    COMMITTED,
    /** Most bytes per key beyond its own while the last nine tenths of the keys came, by the store's own count. */
    OVERHEAD_ON_THE_WAY,
    /** First freeze of the JVM, which loads classes and is not counted in the others. */
    FREEZE_FIRST,
    FREEZE_MEDIAN,
    FREEZE_MAX,
    /** First write after a freeze, which copies what the view sees: median. */
    WRITE_MEDIAN,
    /** The longest of these. */
    WRITE_MAX,
    /** Bytes allocated on the heap by the first thousand writes after a freeze, most of all freezes. */
    WRITES_ALLOCATED,
    /** Keys left after a random nine tenths were deleted. */
    KEYS_LEFT,
    /** Growth of resident memory then, the store's work done. */
    RESIDENT_LEFT,
    /** Growth of resident memory when all are deleted. */
    RESIDENT_EMPTY
}
