package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Chunks of memory, in which the addresses of blocks wait. Some are kept spare, so that giving a
 * block back does not fail for want of memory.
 *
 * <p>A chunk: next chunk or 0 (long), epoch (int), number of entries (int), entries (longs). An
 * entry is an address with the block's kind in its three low bits.
 */
final class Chunks {
    /** Kinds that an entry can tell apart. */
    static final int KINDS = 8;

    static final int BYTES = 4096;
    static final int ENTRIES = (BYTES - 16) / Long.BYTES;
    static final int SPARES = 8;

    /** Chunks of one span of them. */
    static final int PER_UNIT = SpanTable.UNIT_BYTES / BYTES;

    private static final long KIND_MASK = KINDS - 1;
    private static final int NEXT_AT = 0;
    private static final int EPOCH_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int ENTRIES_AT = 16;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final Pages pages;
    private final Slab slab;
    private long spare;
    private int spares;
    private long bytes;

    Chunks(Pages pages, Slab slab) {
        this.pages = pages;
        this.slab = slab;
    }

    static long entryOf(long address, int kind) {
        return address | kind;
    }

    static long address(long entry) {
        return entry & ~KIND_MASK;
    }

    static int kind(long entry) {
        return (int) (entry & KIND_MASK);
    }

    /** Makes sure of the spare chunks. */
    void fill() {
        while (spares < SPARES) {
            long chunk = allocate();
            give(chunk);
        }
    }

    /** Frees the spare chunks. */
    void clear() {
        while (spares > 0) {
            bytes -= BYTES;
            slab.free(takeSpare());
        }
    }

    /**
     * A chunk without entries.
     *
     * @throws OutOfMemoryError when there is no spare one and no memory
     */
    long take() {
        if (spares > 0) {
            return takeSpare();
        }
        return allocate();
    }

    private long allocate() {
        long chunk = slab.allocate(BYTES);
        slab.wasBeside(BYTES);
        bytes += BYTES;
        return chunk;
    }

    private long takeSpare() {
        long chunk = spare;
        spare = next(chunk);
        spares--;
        return chunk;
    }

    void give(long chunk) {
        if (spares < SPARES) {
            next(chunk, spare);
            spare = chunk;
            spares++;
        } else {
            bytes -= BYTES;
            slab.free(chunk);
        }
    }

    /** Bytes of all chunks, the spare ones too. */
    long bytes() {
        return bytes;
    }

    private MemorySegment page(long chunk) {
        return pages.at(chunk);
    }

    long next(long chunk) {
        return page(chunk).get(LONG, PageMap.offset(chunk) + NEXT_AT);
    }

    void next(long chunk, long next) {
        page(chunk).set(LONG, PageMap.offset(chunk) + NEXT_AT, next);
    }

    int epoch(long chunk) {
        return page(chunk).get(INT, PageMap.offset(chunk) + EPOCH_AT);
    }

    void epoch(long chunk, int epoch) {
        page(chunk).set(INT, PageMap.offset(chunk) + EPOCH_AT, epoch);
    }

    int count(long chunk) {
        return page(chunk).get(INT, PageMap.offset(chunk) + COUNT_AT);
    }

    void count(long chunk, int count) {
        page(chunk).set(INT, PageMap.offset(chunk) + COUNT_AT, count);
    }

    long entry(long chunk, int index) {
        return page(chunk).get(LONG, PageMap.offset(chunk) + ENTRIES_AT + 8L * index);
    }

    void entry(long chunk, int index, long entry) {
        page(chunk).set(LONG, PageMap.offset(chunk) + ENTRIES_AT + 8L * index, entry);
    }
}
