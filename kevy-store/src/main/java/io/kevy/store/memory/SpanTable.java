package io.kevy.store.memory;

import java.util.Arrays;

/**
 * What is known of every unit of the pages that are cut into spans. A unit is 64 KiB, numbered
 * {@code address >>> 16}; a span is 1 to 16 of them.
 *
 * <p>Eight ints for a unit, in one array for a page: {@link #STATE} (of every unit), and of a span's
 * first unit {@link #LIVE} slots in use, {@link #FREED} offset of the slot freed last or NONE,
 * {@link #UNUSED} offset of the part never used, {@link #NEXT} and {@link #PREVIOUS} in the one list
 * that the span may be in. Behind them {@link #PAGE_INTS} for the page itself: whether it is {@link
 * #SPARSE}, and its neighbours in the list of those. A page that is not cut up has an empty array.
 */
final class SpanTable {
    static final int UNIT_SHIFT = 16;
    static final int UNIT_BYTES = 1 << UNIT_SHIFT;
    static final int NONE = -1;

    /**
     * The size class of a taken unit; of a free span's first unit {@code FREE_OF_ORDER_0 - order};
     * of its others {@link #INTERIOR}.
     */
    static final int STATE = 0;

    static final int LIVE = 1;
    static final int FREED = 2;
    static final int UNUSED = 3;
    static final int NEXT = 4;
    static final int PREVIOUS = 5;

    static final int INTERIOR = -1;
    static final int FREE_OF_ORDER_0 = -2;

    /** Counted from the end of a page's array. */
    static final int SPARSE = 1;

    static final int NEXT_SPARSE = 2;
    static final int PREVIOUS_SPARSE = 3;
    static final int PAGE_INTS = 4;

    private static final int STRIDE_SHIFT = 3;
    private static final int PAGE_SHIFT = PageMap.PAGE_SHIFT - UNIT_SHIFT;
    private static final int UNIT_MASK = (1 << PAGE_SHIFT) - 1;
    private static final int[] NO_SPANS = {};
    private static final int[][] NO_ROW = {};

    private final int[][][] rows = new int[PageMap.ROWS][][];

    SpanTable() {
        Arrays.fill(rows, NO_ROW);
    }

    static int unit(long address) {
        return (int) (address >>> UNIT_SHIFT);
    }

    static int firstUnit(int page) {
        return page << PAGE_SHIFT;
    }

    static int page(int unit) {
        return unit >>> PAGE_SHIFT;
    }

    static long address(int unit) {
        return (long) unit << UNIT_SHIFT;
    }

    /** Where the ints of the unit begin in the array of its page. */
    static int at(int unit) {
        return (unit & UNIT_MASK) << STRIDE_SHIFT;
    }

    /** The array of the page that the unit lies in. */
    int[] of(int unit) {
        return ofPage(unit >>> PAGE_SHIFT);
    }

    int[] ofPage(int page) {
        int[][] row = rows[page >>> PageMap.ROW_SHIFT];
        return row.length == 0 ? NO_SPANS : row[page & PageMap.ROW_MASK];
    }

    int state(int unit) {
        return of(unit)[at(unit) + STATE];
    }

    void state(int unit, int units, int state) {
        int[] table = of(unit);
        for (int i = 0; i < units; i++) {
            table[at(unit + i) + STATE] = state;
        }
    }

    static int[] newTable(int units) {
        return new int[(units << STRIDE_SHIFT) + PAGE_INTS];
    }

    /** Bytes of heap that the array of such a page takes. */
    static int heapBytes(int units) {
        return 16 + ((units << STRIDE_SHIFT) + PAGE_INTS) * Integer.BYTES;
    }

    void addRow(int page) {
        if (rows[page >>> PageMap.ROW_SHIFT].length == 0) {
            var row = new int[1 << PageMap.ROW_SHIFT][];
            Arrays.fill(row, NO_SPANS);
            rows[page >>> PageMap.ROW_SHIFT] = row;
        }
    }

    void put(int page, int[] table) {
        rows[page >>> PageMap.ROW_SHIFT][page & PageMap.ROW_MASK] = table;
    }

    void remove(int page) {
        put(page, NO_SPANS);
    }

    /** Whether no slot of the span is free. */
    static boolean isFull(int[] table, int at, int sizeClass) {
        return table[at + FREED] == NONE
                && table[at + UNUSED]
                        + SizeClasses.bytes(sizeClass) > UNIT_BYTES << SizeClasses.order(sizeClass);
    }

    /** Puts a span in front of the list and returns the new head. */
    int link(int head, int unit) {
        int[] table = of(unit);
        int at = at(unit);
        table[at + NEXT] = head;
        table[at + PREVIOUS] = NONE;
        if (head != NONE) {
            of(head)[at(head) + PREVIOUS] = unit;
        }
        return unit;
    }

    /** Takes a span out of the list and returns the new head. */
    int unlink(int head, int unit) {
        int[] table = of(unit);
        int after = table[at(unit) + NEXT];
        int before = table[at(unit) + PREVIOUS];
        if (after != NONE) {
            of(after)[at(after) + PREVIOUS] = before;
        }
        if (before == NONE) {
            return after;
        }
        of(before)[at(before) + NEXT] = after;
        return head;
    }
}
