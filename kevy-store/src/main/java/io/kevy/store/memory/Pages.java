package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The pages of one store by index. The store and every view hold them. */
final class Pages {
    static final int PAGE_SHIFT = PageMap.PAGE_SHIFT;
    static final int PAGE_BYTES = 1 << PAGE_SHIFT;
    static final long OFFSET_MASK = PageMap.OFFSET_MASK;

    private static final int PAGES_MAX = 1 << (PageMap.ADDRESS_BITS - PAGE_SHIFT);

    private final PageSource source;
    private final PageMap map = new PageMap(new MemorySegment[] {MemorySegment.NULL});
    private int[] freeIndexes = new int[8];
    private int freeIndexCount;
    private int end = 1;
    private long bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    Pages(PageSource source) {
        this.source = source;
    }

    PageMap map() {
        return map;
    }

    PageMap copyOfMap() {
        return new PageMap(map.segments);
    }

    int open(long pageBytes) {
        if (freeIndexCount == 0 && end == map.segments.length) {
            grow();
        }
        var segment = source.open(pageBytes);
        int page = freeIndexCount > 0 ? freeIndexes[--freeIndexCount] : end++;
        map.segments[page] = segment;
        bytes += pageBytes;
        return page;
    }

    void close(int page) {
        var segment = map.segments[page];
        bytes -= segment.byteSize();
        map.segments[page] = MemorySegment.NULL;
        source.close(segment);
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
        map.segments = Arrays.copyOf(map.segments, length);
        Arrays.fill(map.segments, end, length, MemorySegment.NULL);
    }

    MemorySegment at(long address) {
        return map.page(address);
    }

    MemorySegment page(int page) {
        return map.segments[page];
    }

    long bytes() {
        return bytes;
    }

    void hold() {
        holders.incrementAndGet();
    }

    void letGo() {
        if (holders.decrementAndGet() == 0) {
            for (int page = 1; page < end; page++) {
                if (map.segments[page].byteSize() > 0) {
                    close(page);
                }
            }
        }
    }
}
