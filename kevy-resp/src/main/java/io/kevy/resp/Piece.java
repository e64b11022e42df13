package io.kevy.resp;

import java.lang.foreign.MemorySegment;

/**
 * A contiguous run of bytes of somebody's memory; reused, pointed from one run to the next. Valid as
 * long as the memory is. Not safe for use by several threads.
 */
public final class Piece {
    private MemorySegment memory = MemorySegment.NULL;
    private long offset;
    private int length;

    /** Over no bytes. */
    public Piece() {}

    /** Points it at these bytes. */
    public void over(MemorySegment memory, long offset, int length) {
        this.memory = memory;
        this.offset = offset;
        this.length = length;
    }

    /** The memory that the bytes stand in, from {@link #offset} on. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where the bytes begin in {@link #memory}. */
    public long offset() {
        return offset;
    }

    /** Bytes of the run. */
    public int length() {
        return length;
    }
}
