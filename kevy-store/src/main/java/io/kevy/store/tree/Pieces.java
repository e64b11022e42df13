package io.kevy.store.tree;

import java.lang.foreign.MemorySegment;

/**
 * A reusable cursor over the contiguous parts of a value of {@link ChunkedBytes}. Reads the pages
 * it was made for, on the thread that may read these.
 */
public final class Pieces {
    Pieces() {}

    /** Goes to the part that begins at the position; false at the end of the value or beyond. */
    public boolean seek(long root, int at) {
        throw new UnsupportedOperationException();
    }

    /** Goes to the part that follows; false when there is none. */
    public boolean next() {
        throw new UnsupportedOperationException();
    }

    /** Where the part lies, read only. */
    public MemorySegment memory() {
        throw new UnsupportedOperationException();
    }

    public long offset() {
        throw new UnsupportedOperationException();
    }

    public int length() {
        throw new UnsupportedOperationException();
    }
}
