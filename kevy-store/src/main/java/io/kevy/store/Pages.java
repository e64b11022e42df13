package io.kevy.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The native memory of one store: segments by page index. A record address is {@code page index <<
 * 20 | offset}, 48 bits. Index 0 is never used, so no address is 0.
 *
 * <p>Each page has an arena of its own, so an empty one can go back to the operating system. A
 * closed page is replaced by a segment of length 0: an address that has outlived its record gives
 * an exception, never foreign memory.
 *
 * <p>The store and every open snapshot hold the memory; the last of them to let go, on whatever
 * thread, frees it all.
 */
final class Pages {

    static final int PAGE_SHIFT = 20;
    static final int PAGE_BYTES = 1 << PAGE_SHIFT;
    static final long OFFSET_MASK = PAGE_BYTES - 1L;

    private static final int PAGES_MAX = 1 << 28;
    private static final int ALIGNMENT = 4096;
    private static final int HEAP_BYTES_PER_PAGE = 160;

    private MemorySegment[] segments = {MemorySegment.NULL};
    private Arena[] arenas = {Arena.global()};
    private int[] freeIndexes = new int[8];
    private int freeIndexCount;
    private int end = 1;
    private long bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** A new page of zeros. */
    @SuppressWarnings("MustBeClosedChecker") // the page's arena is closed with the page
    int open(long pageBytes) {
        if (freeIndexCount == 0 && end == segments.length) {
            grow();
        }
        var arena = Arena.ofShared();
        MemorySegment segment;
        try {
            segment = arena.allocate(pageBytes, ALIGNMENT);
        } catch (OutOfMemoryError e) {
            arena.close();
            throw e;
        }
        int page = freeIndexCount > 0 ? freeIndexes[--freeIndexCount] : end++;
        segments[page] = segment;
        arenas[page] = arena;
        bytes += pageBytes;
        return page;
    }

    void close(int page) {
        bytes -= segments[page].byteSize();
        segments[page] = MemorySegment.NULL;
        arenas[page].close();
        arenas[page] = Arena.global();
        if (freeIndexCount == freeIndexes.length) {
            freeIndexes = Arrays.copyOf(freeIndexes, freeIndexCount * 2);
        }
        freeIndexes[freeIndexCount++] = page;
    }

    private void grow() {
        if (end == PAGES_MAX) {
            throw new OutOfMemoryError("a store has at most " + PAGES_MAX + " pages");
        }
        int length = Math.min(PAGES_MAX, Math.max(16, end * 2));
        segments = Arrays.copyOf(segments, length);
        arenas = Arrays.copyOf(arenas, length);
        Arrays.fill(segments, end, length, MemorySegment.NULL);
        Arrays.fill(arenas, end, length, Arena.global());
    }

    MemorySegment at(long address) {
        return segments[(int) (address >>> PAGE_SHIFT)];
    }

    MemorySegment page(int page) {
        return segments[page];
    }

    /** The segments as they are; those that a snapshot taken now can reach do not change. */
    MemorySegment[] segments() {
        return segments;
    }

    long bytes() {
        return bytes;
    }

    long heapBytes() {
        return (long) segments.length * 8 + (long) end * HEAP_BYTES_PER_PAGE;
    }

    void hold() {
        holders.incrementAndGet();
    }

    void letGo() {
        if (holders.decrementAndGet() == 0) {
            for (int page = 1; page < end; page++) {
                if (segments[page].byteSize() > 0) {
                    close(page);
                }
            }
        }
    }
}
