package io.kevy.store.tree;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * Values of up to 2^31 - 9 bytes as chunks of a {@link CountedTree}, so that a change costs what it
 * writes and not what the value is long. A value is its root address; 0 is the empty value.
 *
 * <p>A change returns the root that takes the place of the one given. It makes sure of all the
 * memory it needs before it begins: when there is none, the value is as it was. Bytes that were
 * never written between others that were are zero and take no memory.
 *
 * <p>One thread changes; {@link Pieces} read a view's pages on another.
 */
public final class ChunkedBytes {
    /** The longest value. */
    public static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

    /** Bytes of a full chunk. */
    public static final int CHUNK_BYTES = 8192 - 8;

    public ChunkedBytes(Memory memory) {
        throw new UnsupportedOperationException();
    }

    /** The kind of a root, for {@link Memory#discardTree} and {@link Memory#free}. */
    public int kind() {
        throw new UnsupportedOperationException();
    }

    /** The length of the value. */
    public int length(long root) {
        throw new UnsupportedOperationException();
    }

    /** Adds bytes at the end; a value that is received grows so, part by part. */
    public long append(long root, MemorySegment source, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Adds zeros at the end, at a cost that hardly depends on how many. */
    public long appendZeros(long root, int length) {
        throw new UnsupportedOperationException();
    }

    /** Writes at any position: over what is there, beyond the end, zeros between if need be. */
    public long write(long root, int at, MemorySegment source, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Cuts the value to so many bytes, at most its length. */
    public long truncate(long root, int length) {
        throw new UnsupportedOperationException();
    }

    /** Copies bytes that lie within the value. */
    public void read(long root, int at, MemorySegment target, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** A cursor over the writer's state; valid until the value changes. */
    public Pieces pieces() {
        throw new UnsupportedOperationException();
    }

    /** A cursor for values as a view holds them. */
    public static Pieces pieces(PageMap pages) {
        throw new UnsupportedOperationException();
    }

    /**
     * Goes on with a copy, of which a part may be there, until it is as long as its source or the
     * budget is spent; at least a chunk.
     *
     * @param source over the pages of the source, which does not change meanwhile
     * @return the copy; complete when it is as long as the source
     */
    public long copy(long copy, Pieces source, long sourceRoot, BooleanSupplier spent) {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves blocks that lie where little else does, from the position on, until the end or until
     * the budget is spent; stops as well when memory runs out. {@link #compactedTo} says how far.
     */
    public long compact(long root, int from, BooleanSupplier spent) {
        throw new UnsupportedOperationException();
    }

    /** Where the last {@link #compact} stopped; the length of the value when it reached the end. */
    public int compactedTo() {
        throw new UnsupportedOperationException();
    }

    /** Gives the value back, in steps once no view sees it. */
    public void discard(long root) {
        throw new UnsupportedOperationException();
    }

    /** Rounded bytes that an append or a write of so many bytes allocates at most. */
    public static long writeBytesMax(int length) {
        throw new UnsupportedOperationException();
    }

    /** Blocks that an append or a write of so many bytes allocates at most. */
    public static int writeBlocksMax(int length) {
        throw new UnsupportedOperationException();
    }
}
