package io.kevy.store.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Unaligned access to integers in memory, in the machine's byte order where nothing else is said.
 */
public final class Words {

    public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    public static final ValueLayout.OfLong LONG_LITTLE_ENDIAN =
            LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** Whether two slices of memory hold the same bytes. */
    public static boolean equal(
            MemorySegment one, long at, MemorySegment other, long from, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (one.get(LONG, at + i) != other.get(LONG, from + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (one.get(BYTE, at + i) != other.get(BYTE, from + i)) {
                return false;
            }
        }
        return true;
    }
}
