package io.kevy.store;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unaligned access to integers in byte arrays and in pages, in the machine's byte order where
 * nothing else is said.
 */
final class Words {

    static final VarHandle LONG_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    static final VarHandle INT_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    static final ValueLayout.OfLong LONG_LITTLE_ENDIAN = LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Words() {}
}
