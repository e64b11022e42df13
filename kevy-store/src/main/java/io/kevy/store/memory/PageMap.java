package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;

/**
 * From addresses to pages. An address is {@code page index << 22 | offset}, a multiple of 8 below
 * 2^42; index 0 is never used, so no address is 0. A page that was closed is an empty segment: an
 * address that has outlived its block gives an exception, never foreign memory.
 *
 * <p>The writer's map grows; a view has one of its own, in which all it can reach stays as it is.
 */
public final class PageMap {
    static final int PAGE_SHIFT = 22;
    static final long PAGE_BYTES = 1L << PAGE_SHIFT;
    static final long OFFSET_MASK = PAGE_BYTES - 1;

    /** Addresses are below {@code 1L << ADDRESS_BITS}. */
    public static final int ADDRESS_BITS = 42;

    MemorySegment[] segments;

    PageMap(MemorySegment[] segments) {
        this.segments = segments;
    }

    /** The page that a block lies in; see {@link #offset}. */
    public MemorySegment page(long address) {
        return segments[(int) (address >>> PAGE_SHIFT)];
    }

    /** Where in its page a block begins. */
    public static long offset(long address) {
        return address & OFFSET_MASK;
    }
}
