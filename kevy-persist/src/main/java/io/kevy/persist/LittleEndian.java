package io.kevy.persist;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers at any index of an array, lowest byte first. */
final class LittleEndian {

    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int u32(byte[] source, int at) {
        return (int) U32.get(source, at);
    }

    static long u64(byte[] source, int at) {
        return (long) U64.get(source, at);
    }

    static void u32(byte[] target, int at, int number) {
        U32.set(target, at, number);
    }

    static void u64(byte[] target, int at, long number) {
        U64.set(target, at, number);
    }
}
