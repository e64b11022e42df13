package io.kevy.store;

import java.lang.foreign.MemorySegment;

/**
 * A value on its way into a store, received part by part straight into the store's memory and then
 * given to a key by {@link StringValues#set(Place, IncomingValue, long)}, or abandoned. Nobody sees
 * it before. Reused; belongs to the thread of the store.
 */
public final class IncomingValue {
    private final Values values;
    private long root;
    private int length;

    IncomingValue(Values values) {
        this.values = values;
    }

    /** Bytes received so far. */
    public int length() {
        return length;
    }

    /**
     * Adds bytes at the end.
     *
     * @throws OutOfMemoryError when there is no room; what was there before is still there
     * @throws IllegalArgumentException when the value would be longer than {@link
     *     StringValues#LENGTH_MAX}
     */
    public void append(Slice part) {
        if (part.length() > StringValues.LENGTH_MAX - length) {
            throw new IllegalArgumentException("the value is too long");
        }
        if (part.length() > 0) {
            root = values.chunks.append(root, part.memory(), part.offset(), part.length());
            length += part.length();
        }
    }

    /** Points the slice at the longest piece that begins at a byte and lies in one place. */
    public Slice piece(int from, Slice target) {
        var pieces = values.pieces;
        return root != 0 && pieces.seek(root, from)
                ? target.over(pieces.memory(), pieces.offset(), pieces.length())
                : target.over(MemorySegment.NULL, 0, 0);
    }

    void copyTo(MemorySegment target, long at) {
        values.chunks.read(root, 0, target, at, length);
    }

    /** The chunks, which belong to the caller from now on; the value is empty. */
    long take(Values takers) {
        if (takers != values) {
            throw new IllegalArgumentException("the value is in the memory of another store");
        }
        long taken = root;
        root = 0;
        length = 0;
        return taken;
    }

    /** Gives the memory back, a little at a time; the value is empty. */
    public void abandon() {
        values.freeChunks(take(values));
    }
}
