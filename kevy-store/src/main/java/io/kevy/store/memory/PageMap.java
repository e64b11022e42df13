package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * From addresses to pages. An address is {@code page index << 22 | offset}, a multiple of 8 below
 * 2^42; index 0 is never used, so no address is 0. A page that was closed is an empty segment: an
 * address that has outlived its block gives an exception, never foreign memory.
 *
 * <p>The writer and all views share the map: it grows row by row, nothing is ever copied, and what
 * a view can reach stays where it was when the view was handed to its thread.
 */
public final class PageMap {
    static final int PAGE_SHIFT = 22;
    static final long PAGE_BYTES = 1L << PAGE_SHIFT;
    static final long OFFSET_MASK = PAGE_BYTES - 1;

    /** Addresses are below {@code 1L << ADDRESS_BITS}. */
    public static final int ADDRESS_BITS = 42;

    /** Pages of a row, and rows. */
    static final int ROW_SHIFT = 10;

    static final int ROW_MASK = (1 << ROW_SHIFT) - 1;
    static final int ROWS = 1 << (ADDRESS_BITS - PAGE_SHIFT - ROW_SHIFT);
    static final int PAGES_MAX = ROWS << ROW_SHIFT;

    private static final MemorySegment[] NO_ROW = {};

    private final MemorySegment[][] rows = new MemorySegment[ROWS][];

    PageMap() {
        Arrays.fill(rows, NO_ROW);
    }

    /** The page that a block lies in; see {@link #offset}. */
    public MemorySegment page(long address) {
        return rows[(int) (address >>> (PAGE_SHIFT + ROW_SHIFT))][(int) (address >>> PAGE_SHIFT)
                & ROW_MASK];
    }

    /** Where in its page a block begins. */
    public static long offset(long address) {
        return address & OFFSET_MASK;
    }

    MemorySegment at(int page) {
        return rows[page >>> ROW_SHIFT][page & ROW_MASK];
    }

    void put(int page, MemorySegment segment) {
        rows[page >>> ROW_SHIFT][page & ROW_MASK] = segment;
    }

    void addRow(int page) {
        var row = new MemorySegment[1 << ROW_SHIFT];
        Arrays.fill(row, MemorySegment.NULL);
        rows[page >>> ROW_SHIFT] = row;
    }
}
