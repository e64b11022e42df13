package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pages of one store by index. A page that is left is closed later, by {@link #closeLeft}, for
 * closing takes longer than all else that is done at a time; the store and every hold keep all of
 * them open.
 *
 * <p>A page is in one list at most: of indexes without a page, or of pages that were left.
 */
final class Pages {
    static final int NONE = 0;

    private final PageSource source;
    private final PageMap map = new PageMap();
    private final int[][] links = new int[PageMap.ROWS][];
    private int end = 1;
    private int unused = NONE;
    private int left = NONE;
    private long bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    Pages(PageSource source) {
        this.source = source;
    }

    PageMap map() {
        return map;
    }

    /**
     * The index of a new page.
     *
     * @throws OutOfMemoryError when the source has no more; nothing has changed then
     */
    int open(long pageBytes) {
        if (unused == NONE) {
            addIndex();
        }
        var segment = openAtSource(pageBytes);
        int page = unused;
        unused = link(page);
        map.put(page, segment);
        bytes += pageBytes;
        return page;
    }

    private void addIndex() {
        if (end == PageMap.PAGES_MAX) {
            throw new OutOfMemoryError("a store has at most " + PageMap.PAGES_MAX + " pages");
        }
        int row = end >>> PageMap.ROW_SHIFT;
        if (links[row] == null) {
            map.addRow(end);
            links[row] = new int[1 << PageMap.ROW_SHIFT];
        }
        link(end, NONE);
        unused = end++;
    }

    private MemorySegment openAtSource(long pageBytes) {
        while (true) {
            try {
                return source.open(pageBytes);
            } catch (OutOfMemoryError e) {
                if (!closeLeft()) {
                    throw e;
                }
            }
        }
    }

    void close(int page) {
        var segment = map.at(page);
        bytes -= segment.byteSize();
        map.put(page, MemorySegment.NULL);
        link(page, unused);
        unused = page;
        source.close(segment);
    }

    /** Nothing in the page is needed any more. */
    void leave(int page) {
        link(page, left);
        left = page;
    }

    /** The page left last, if it has just so many bytes; it is in use again then. */
    int takeLeft(long pageBytes) {
        int page = left;
        if (page == NONE || map.at(page).byteSize() != pageBytes) {
            return NONE;
        }
        left = link(page);
        return page;
    }

    /** Closes one page that was left. */
    boolean closeLeft() {
        int page = left;
        if (page == NONE) {
            return false;
        }
        left = link(page);
        close(page);
        return true;
    }

    boolean anyLeft() {
        return left != NONE;
    }

    private int link(int page) {
        return links[page >>> PageMap.ROW_SHIFT][page & PageMap.ROW_MASK];
    }

    private void link(int page, int next) {
        links[page >>> PageMap.ROW_SHIFT][page & PageMap.ROW_MASK] = next;
    }

    MemorySegment at(long address) {
        return map.page(address);
    }

    /** One more than the highest index there has been. */
    int end() {
        return end;
    }

    /** Bytes taken from the source. */
    long bytes() {
        return bytes;
    }

    void hold() {
        holders.incrementAndGet();
    }

    /** Called once by the store and by each hold; the last one closes all pages. */
    void letGo() {
        if (holders.decrementAndGet() == 0) {
            for (int page = 1; page < end; page++) {
                if (map.at(page).byteSize() > 0) {
                    close(page);
                }
            }
        }
    }

    /** Bytes of heap of the map and the links. */
    long heapBytes() {
        long rows = (end >>> PageMap.ROW_SHIFT) + 1L;
        return PageMap.ROWS * 8L + rows * (8L << PageMap.ROW_SHIFT);
    }
}
