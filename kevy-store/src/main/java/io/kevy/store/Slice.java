package io.kevy.store;

import io.kevy.store.record.Words;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Some bytes somewhere: in an array, in a buffer, in the store. Keys and values go in and come out
 * as slices. Made once and pointed at one place after another.
 *
 * <p>A slice that came out of a store is readable until the next write to it.
 */
public final class Slice {

    private static final MemorySegment NOWHERE = MemorySegment.ofArray(new byte[0]);

    private MemorySegment memory = NOWHERE;
    private long offset;
    private int length;

    /** An empty slice. */
    public Slice() {}

    /** The whole array, which is not copied. */
    public static Slice of(byte[] bytes) {
        return new Slice().over(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /**
     * Points at other bytes.
     *
     * @return this
     * @throws IndexOutOfBoundsException when the memory has no such bytes; the slice is as it was
     */
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // saves a barrier
    public Slice over(MemorySegment memory, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, memory.byteSize());
        if (this.memory != memory) {
            this.memory = memory;
        }
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** Points at the bytes that the other points at. */
    public Slice over(Slice other) {
        return over(other.memory, other.offset, other.length);
    }

    /** Where the bytes lie. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where in {@link #memory} they begin. */
    public long offset() {
        return offset;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** Whether both point at the same bytes or at equal ones. */
    public boolean hasSameBytes(Slice other) {
        return length == other.length
                && Words.equal(memory, offset, other.memory, other.offset, length);
    }

    /** Copies the bytes to the memory at the offset. */
    public void copyTo(MemorySegment target, long at) {
        MemorySegment.copy(memory, offset, target, at, length);
    }

    /** The bytes in a new array. */
    public byte[] toArray() {
        var bytes = new byte[length];
        MemorySegment.copy(memory, Words.BYTE, offset, bytes, 0, length);
        return bytes;
    }
}
