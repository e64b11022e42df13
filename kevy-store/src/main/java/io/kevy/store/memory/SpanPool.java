package io.kevy.store.memory;

import java.util.Arrays;

/**
 * Cuts pages into spans of 64 KiB to 1 MiB and joins freed ones again (buddy allocation), so memory
 * that one size class leaves serves any other. A unit is 64 KiB, 16 to a page, numbered {@code
 * address >>> 16}; a span of order {@code n} is {@code 2^n} units at a multiple of its length.
 *
 * <p>The links are lent to the holder of a span while it is taken: a unit is in one list at most.
 */
final class SpanPool {

    static final int UNIT_SHIFT = 16;
    static final int UNIT_BYTES = 1 << UNIT_SHIFT;
    static final int PAGE_ORDER = Pages.PAGE_SHIFT - UNIT_SHIFT;
    static final int UNITS_PER_PAGE = 1 << PAGE_ORDER;
    static final int NONE = -1;

    /** Empty pages kept for reuse: so many, and an eighth of all besides. */
    private static final int EMPTY_PAGES_KEPT = 2;

    private static final byte INTERIOR = -1;
    private static final byte FREE_OF_ORDER_0 = -2;

    private final Pages pages;
    /** The size class of a taken unit, or whether it heads a free span and of which order. */
    private byte[] state = {};

    private int[] next = {};
    private int[] previous = {};
    private final int[] heads = new int[PAGE_ORDER + 1];
    private int pageCount;
    private int emptyPages;

    SpanPool(Pages pages) {
        this.pages = pages;
        Arrays.fill(heads, NONE);
    }

    /** The first unit of a span that now belongs to the size class. */
    int take(int order, int sizeClass) {
        int found = order;
        while (found <= PAGE_ORDER && heads[found] == NONE) {
            found++;
        }
        if (found > PAGE_ORDER) {
            found = PAGE_ORDER;
            openPage();
        }
        int unit = heads[found];
        unlinkFree(unit, found);
        while (found > order) {
            found--;
            linkFree(unit + (1 << found), found);
        }
        Arrays.fill(state, unit, unit + (1 << order), (byte) sizeClass);
        return unit;
    }

    void give(int unit, int order) {
        Arrays.fill(state, unit, unit + (1 << order), INTERIOR);
        while (order < PAGE_ORDER) {
            int buddy = unit ^ (1 << order);
            if (state[buddy] != FREE_OF_ORDER_0 - order) {
                break;
            }
            unlinkFree(buddy, order);
            unit &= ~(1 << order);
            order++;
        }
        linkFree(unit, order);
    }

    /** The size class that the unit belongs to; negative when it is not taken. */
    int sizeClass(int unit) {
        return state[unit];
    }

    /** One more than the highest unit there has been. */
    int unitsEnd() {
        return state.length;
    }

    private void openPage() {
        int unit = pages.open(Pages.PAGE_BYTES) << PAGE_ORDER;
        if (unit + UNITS_PER_PAGE > state.length) {
            int length = Math.max(unit + UNITS_PER_PAGE, state.length + (state.length >> 1));
            int from = state.length;
            state = Arrays.copyOf(state, length);
            Arrays.fill(state, from, length, INTERIOR);
            next = Arrays.copyOf(next, length);
            previous = Arrays.copyOf(previous, length);
        }
        linkFree(unit, PAGE_ORDER);
        pageCount++;
    }

    /** Gives one page that nobody needs back to the operating system. */
    boolean closeEmptyPage() {
        if (emptyPages <= EMPTY_PAGES_KEPT + (pageCount >> 3)) {
            return false;
        }
        int unit = heads[PAGE_ORDER];
        unlinkFree(unit, PAGE_ORDER);
        pages.close(unit >>> PAGE_ORDER);
        pageCount--;
        return true;
    }

    private void linkFree(int unit, int order) {
        state[unit] = (byte) (FREE_OF_ORDER_0 - order);
        heads[order] = link(heads[order], unit);
        if (order == PAGE_ORDER) {
            emptyPages++;
        }
    }

    private void unlinkFree(int unit, int order) {
        state[unit] = INTERIOR;
        heads[order] = unlink(heads[order], unit);
        if (order == PAGE_ORDER) {
            emptyPages--;
        }
    }

    /** Puts a unit in front of the list and returns the new head. */
    int link(int head, int unit) {
        next[unit] = head;
        previous[unit] = NONE;
        if (head != NONE) {
            previous[head] = unit;
        }
        return unit;
    }

    /** Takes a unit out of the list and returns the new head. */
    int unlink(int head, int unit) {
        int after = next[unit];
        int before = previous[unit];
        if (after != NONE) {
            previous[after] = before;
        }
        if (before == NONE) {
            return after;
        }
        next[before] = after;
        return head;
    }

    long heapBytes() {
        return state.length * 9L;
    }
}
