package io.kevy.persist.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Numbers at any place in memory, lowest byte first. */
final class LittleEndian {

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int u8(MemorySegment source, long at) {
        return source.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    static int u32(MemorySegment source, long at) {
        return source.get(U32, at);
    }

    static long u64(MemorySegment source, long at) {
        return source.get(U64, at);
    }

    static void u8(MemorySegment target, long at, int number) {
        target.set(ValueLayout.JAVA_BYTE, at, (byte) number);
    }

    static void u32(MemorySegment target, long at, int number) {
        target.set(U32, at, number);
    }

    static void u64(MemorySegment target, long at, long number) {
        target.set(U64, at, number);
    }
}
