package io.kevy.store.memory;

import static io.kevy.store.memory.SpanTable.FREE_OF_ORDER_0;
import static io.kevy.store.memory.SpanTable.INTERIOR;
import static io.kevy.store.memory.SpanTable.NONE;
import static io.kevy.store.memory.SpanTable.STATE;

import java.util.Arrays;

/**
 * Cuts pages into spans of 64 KiB to 1 MiB and joins freed ones again (buddy allocation), so memory
 * that one size class leaves serves any other. A span of order {@code n} is {@code 2^n} units at a
 * multiple of its length. Listed are the free spans by order, and the taken ones with a free slot by
 * class.
 *
 * <p>A <em>sparse</em> page is one to be emptied: its spans are in no list, so nothing is allocated
 * there. It is an ordinary page again as soon as it is empty, or when it is welcomed back.
 *
 * <p>{@link #reserve} keeps so many units free in spans of at least an order. As a span is cut only
 * when none of the order wanted is free, at most one piece of each smaller order is left over from
 * what it counted; so a span of {@code 2^r} units is refused only when fewer than {@code 2^r} of
 * the units are left.
 */
final class SpanPool {

    /** Empty pages kept for reuse: so many, and a share of all besides. */
    private static final int EMPTY_PAGES_KEPT = 1;

    private static final int EMPTY_PAGES_KEPT_SHIFT = 5;

    private final Pages pages;
    private final SpanTable table = new SpanTable();
    private final int pageOrder;
    private final int[] heads;
    private final int[] counts;
    private final int[] withRoom = new int[SizeClasses.COUNT];
    private int pageCount;
    private long reservedUnits;
    private int reservedOrder;
    private int sparse = Pages.NONE;
    private boolean shunning;

    SpanPool(Pages pages, int pageOrder) {
        this.pages = pages;
        this.pageOrder = pageOrder;
        heads = new int[pageOrder + 1];
        counts = new int[pageOrder + 1];
        Arrays.fill(heads, NONE);
        Arrays.fill(withRoom, NONE);
    }

    SpanTable table() {
        return table;
    }

    /** By class the first span with a free slot, or NONE. */
    int[] withRoom() {
        return withRoom;
    }

    int unitsPerPage() {
        return 1 << pageOrder;
    }

    int pageCount() {
        return pageCount;
    }

    int emptyPages() {
        return counts[pageOrder];
    }

    // Taken spans

    /** The first unit of a free span, which now belongs to the size class; NONE when there is none. */
    int take(int order, int sizeClass) {
        int found = order;
        while (heads[found] == NONE) {
            if (++found > pageOrder) {
                return NONE;
            }
        }
        int unit = heads[found];
        unlinkFree(unit, found);
        while (found > order) {
            found--;
            linkFree(unit + (1 << found), found);
        }
        table.state(unit, 1 << order, sizeClass);
        return unit;
    }

    /** A span whose last slot was freed. */
    void give(int unit, int order, int sizeClass) {
        int page = SpanTable.page(unit);
        if (!isSparse(page)) {
            withRoom[sizeClass] = table.unlink(withRoom[sizeClass], unit);
        }
        table.state(unit, 1 << order, INTERIOR);
        while (order < pageOrder) {
            int buddy = unit ^ (1 << order);
            if (table.state(buddy) != FREE_OF_ORDER_0 - order) {
                break;
            }
            unlinkFree(buddy, order);
            unit &= ~(1 << order);
            order++;
        }
        if (order == pageOrder && isSparse(page)) {
            unmark(page);
        }
        linkFree(unit, order);
    }

    void filled(int unit, int sizeClass) {
        withRoom[sizeClass] = table.unlink(withRoom[sizeClass], unit);
    }

    /** A span that is new or was full has a free slot. */
    void hasRoom(int unit, int sizeClass) {
        if (!isSparse(SpanTable.page(unit))) {
            withRoom[sizeClass] = table.link(withRoom[sizeClass], unit);
        }
    }

    private void linkFree(int unit, int order) {
        table.state(unit, 1, FREE_OF_ORDER_0 - order);
        if (!isSparse(SpanTable.page(unit))) {
            heads[order] = table.link(heads[order], unit);
            counts[order]++;
        }
    }

    private void unlinkFree(int unit, int order) {
        table.state(unit, 1, INTERIOR);
        if (!isSparse(SpanTable.page(unit))) {
            unlist(unit, order);
        }
    }

    private void unlist(int unit, int order) {
        heads[order] = table.unlink(heads[order], unit);
        counts[order]--;
    }

    // Pages

    /**
     * Gets more free spans from somewhere.
     *
     * @throws OutOfMemoryError when there are no more
     */
    void extend() {
        if (sparse != Pages.NONE && !shunning) {
            welcomeOne();
            return;
        }
        try {
            openPage();
        } catch (OutOfMemoryError e) {
            if (!welcomeOne()) {
                throw e;
            }
        }
    }

    private void openPage() {
        int[] ofPage = SpanTable.newTable(unitsPerPage());
        int page = pages.open((long) SpanTable.UNIT_BYTES << pageOrder);
        try {
            table.addRow(page);
        } catch (OutOfMemoryError e) {
            pages.close(page);
            throw e;
        }
        table.put(page, ofPage);
        int unit = SpanTable.firstUnit(page);
        table.state(unit, unitsPerPage(), INTERIOR);
        linkFree(unit, pageOrder);
        pageCount++;
    }

    /** Makes sure that so many units are free in spans of the order or above. */
    void reserve(long units, int order) {
        reservedUnits = 0;
        while (!isFree(units, order)) {
            extend();
        }
        reservedUnits = units;
        reservedOrder = order;
    }

    private boolean isFree(long units, int order) {
        long free = 0;
        for (int i = pageOrder; i >= order; i--) {
            free += (long) counts[i] << i;
        }
        return free >= units;
    }

    boolean hasPageToClose() {
        return counts[pageOrder] > EMPTY_PAGES_KEPT + (pageCount >> EMPTY_PAGES_KEPT_SHIFT)
                && isFree(reservedUnits + unitsPerPage(), reservedOrder);
    }

    /** Gives one page back that nobody needs. */
    boolean closePage() {
        if (!hasPageToClose()) {
            return false;
        }
        int unit = heads[pageOrder];
        unlinkFree(unit, pageOrder);
        int page = SpanTable.page(unit);
        table.remove(page);
        pageCount--;
        pages.close(page);
        return true;
    }

    // Sparse pages

    /** From now on spans of sparse pages are used only when there is no other memory. */
    void shun() {
        shunning = true;
    }

    void stopShunning() {
        shunning = false;
    }

    boolean isShunning() {
        return shunning;
    }

    boolean isSparse(int page) {
        int[] ofPage = table.ofPage(page);
        return ofPage.length != 0 && ofPage[ofPage.length - SpanTable.SPARSE] != 0;
    }

    /** Bytes of the page's slots in use; none in a page that is not cut up or sparse already. */
    long liveBytes(int page) {
        int[] ofPage = table.ofPage(page);
        if (ofPage.length == 0 || isSparse(page)) {
            return 0;
        }
        long bytes = 0;
        int unit = SpanTable.firstUnit(page);
        int end = unit + unitsPerPage();
        while (unit < end) {
            int at = SpanTable.at(unit);
            int state = ofPage[at + STATE];
            if (state >= 0) {
                bytes += (long) ofPage[at + SpanTable.LIVE] * SizeClasses.bytes(state);
            }
            unit += 1 << order(state);
        }
        return bytes;
    }

    private static int order(int state) {
        return state >= 0 ? SizeClasses.order(state) : FREE_OF_ORDER_0 - state;
    }

    /** Puts all spans of a page into their lists, or takes them out. */
    private void list(int page, boolean in) {
        int[] ofPage = table.ofPage(page);
        int unit = SpanTable.firstUnit(page);
        int end = unit + unitsPerPage();
        while (unit < end) {
            int at = SpanTable.at(unit);
            int state = ofPage[at + STATE];
            int order = order(state);
            if (state < 0 && in) {
                linkFree(unit, order);
            } else if (state < 0) {
                unlist(unit, order);
            } else if (!SpanTable.isFull(ofPage, at, state)) {
                withRoom[state] = in
                        ? table.link(withRoom[state], unit)
                        : table.unlink(withRoom[state], unit);
            }
            unit += 1 << order;
        }
    }

    /** Makes a page sparse that is in use and not sparse. */
    void mark(int page) {
        list(page, false);
        int[] ofPage = table.ofPage(page);
        ofPage[ofPage.length - SpanTable.SPARSE] = 1;
        ofPage[ofPage.length - SpanTable.NEXT_SPARSE] = sparse;
        ofPage[ofPage.length - SpanTable.PREVIOUS_SPARSE] = Pages.NONE;
        if (sparse != Pages.NONE) {
            int[] next = table.ofPage(sparse);
            next[next.length - SpanTable.PREVIOUS_SPARSE] = page;
        }
        sparse = page;
    }

    private void unmark(int page) {
        int[] ofPage = table.ofPage(page);
        int after = ofPage[ofPage.length - SpanTable.NEXT_SPARSE];
        int before = ofPage[ofPage.length - SpanTable.PREVIOUS_SPARSE];
        ofPage[ofPage.length - SpanTable.SPARSE] = 0;
        if (after != Pages.NONE) {
            int[] next = table.ofPage(after);
            next[next.length - SpanTable.PREVIOUS_SPARSE] = before;
        }
        if (before == Pages.NONE) {
            sparse = after;
        } else {
            int[] previous = table.ofPage(before);
            previous[previous.length - SpanTable.NEXT_SPARSE] = after;
        }
    }

    boolean anySparse() {
        return sparse != Pages.NONE;
    }

    /** Makes an ordinary page of a sparse one. */
    boolean welcomeOne() {
        int page = sparse;
        if (page == Pages.NONE) {
            return false;
        }
        unmark(page);
        list(page, true);
        return true;
    }

    /** Bytes of heap of the table. */
    long heapBytes() {
        long rows = (pages.end() >>> PageMap.ROW_SHIFT) + 1L;
        return PageMap.ROWS * 4L + rows * (4L << PageMap.ROW_SHIFT)
                + (long) pageCount * SpanTable.heapBytes(unitsPerPage());
    }
}
