package io.kevy.sys;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** What calls demand of memory whose address they hand to the system. */
final class NativeMemory {
    private NativeMemory() {}

    /**
     * Checks that these bytes are native memory.
     *
     * @throws IllegalArgumentException when the segment lies on the heap
     * @throws IndexOutOfBoundsException when the segment has no such bytes
     */
    static void check(MemorySegment memory, long offset, long length) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("memory on the heap");
        }
        Objects.checkFromIndexSize(offset, length, memory.byteSize());
    }
}
