package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Finds uses of memory that is not in use. Freed bytes are {@link #FREED} until they are allocated
 * again, which checks them; bytes just allocated are {@link #FRESH}, so that a block that is all
 * {@link #FREED} when it is freed was freed twice.
 */
final class Poison {
    private static final byte FREED = (byte) 0xDB;
    private static final byte FRESH = (byte) 0xA7;
    private static final long FREED_WORD = 0xDBDB_DBDB_DBDB_DBDBL;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    private Poison() {}

    static void free(MemorySegment page, long at, long bytes) {
        if (bytes >= 2 * Long.BYTES && isFreed(page, at, bytes)) {
            throw new AssertionError("a block of " + bytes + " bytes was freed twice");
        }
        page.asSlice(at, bytes).fill(FREED);
    }

    static void allocate(MemorySegment page, long at, long bytes) {
        page.asSlice(at, bytes).fill(FRESH);
    }

    /** Fails when freed bytes were written to; the link in the first ones may have changed. */
    static void check(MemorySegment page, long at, long bytes) {
        if (!isFreed(page, at, bytes)) {
            throw new AssertionError("a freed block of " + bytes + " bytes was written to");
        }
    }

    private static boolean isFreed(MemorySegment page, long at, long bytes) {
        if (page.get(ValueLayout.JAVA_INT_UNALIGNED, at + Integer.BYTES) != (int) FREED_WORD) {
            return false;
        }
        for (long i = Long.BYTES; i < bytes; i += Long.BYTES) {
            if (page.get(WORD, at + i) != FREED_WORD) {
                return false;
            }
        }
        return true;
    }
}
