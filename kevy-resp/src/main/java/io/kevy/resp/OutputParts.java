package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Output} has written and is not writing any more: parts of chunks, and lent bytes in
 * between, in the order of their positions.
 *
 * <p>A part ends where the next one starts. Parts of the same chunk have nothing but lent bytes
 * between them, and lent bytes always follow a part of a chunk or other lent bytes.
 */
final class OutputParts {
    private static final int PARTS_AT_FIRST = 4;

    /** A {@link MemorySegment}, the chunk; or lent {@link Pieces}. */
    private @Nullable Object[] contents = new Object[PARTS_AT_FIRST];

    /** Where the part begins in its chunk. */
    private int[] offsets = new int[PARTS_AT_FIRST];

    /** Positions. */
    private long[] starts = new long[PARTS_AT_FIRST];

    private int first;
    private int end;

    boolean isEmpty() {
        return first == end;
    }

    /** Makes room for {@code more} parts. */
    void reserve(int more) {
        int count = end - first;
        if (end + more <= contents.length) {
            return;
        }
        if (count + more <= contents.length / 2) {
            System.arraycopy(contents, first, contents, 0, count);
            System.arraycopy(offsets, first, offsets, 0, count);
            System.arraycopy(starts, first, starts, 0, count);
            Arrays.fill(contents, count, end, null);
        } else {
            int capacity = Math.max(2 * count, count + more);
            var newContents = new Object[capacity];
            int[] newOffsets = new int[capacity];
            long[] newStarts = new long[capacity];
            System.arraycopy(contents, first, newContents, 0, count);
            System.arraycopy(offsets, first, newOffsets, 0, count);
            System.arraycopy(starts, first, newStarts, 0, count);
            contents = newContents;
            offsets = newOffsets;
            starts = newStarts;
        }
        first = 0;
        end = count;
    }

    void addChunk(MemorySegment chunk, int offset, long start) {
        contents[end] = chunk;
        offsets[end] = offset;
        starts[end] = start;
        end++;
    }

    void addLent(Pieces content, long start) {
        contents[end] = content;
        starts[end] = start;
        end++;
    }

    /** Points {@code piece} at the bytes from {@code position} on; the last part ends at {@code to}. */
    void piece(long position, long to, Piece piece) {
        int at = find(position);
        if (contents[at] instanceof Pieces lent) {
            lent.piece(position - starts[at], piece);
            return;
        }
        long partEnd = at + 1 == end ? to : starts[at + 1];
        long offset = offsets[at] + (position - starts[at]);
        piece.over(chunk(at), offset, (int) (partEnd - position));
    }

    /** Whether lent bytes stand on both sides of {@code position}, and are the same. */
    boolean isWithinLent(long position) {
        if (isEmpty() || position <= starts[first]) {
            return false;
        }
        int at = find(position);
        return contents[at] instanceof Pieces lent
                && position > starts[at]
                && position < starts[at] + lent.length();
    }

    /** Where the first part ends; the last one ends at {@code to}. */
    long firstEnd(long to) {
        return first + 1 == end ? to : starts[first + 1];
    }

    /**
     * Removes the first part; releases it if it is lent.
     *
     * @param open the chunk behind the last part
     * @return the chunk, when no other part is of it
     */
    @SuppressWarnings("ReferenceEquality") // the very same chunk
    @Nullable MemorySegment removeFirst(MemorySegment open) {
        var content = contents[first];
        contents[first++] = null;
        if (content instanceof Pieces lent) {
            lent.release();
            return null;
        }
        int next = first;
        while (next < end && contents[next] instanceof Pieces) {
            next++;
        }
        var following = next == end ? open : contents[next];
        return content == following ? null : (MemorySegment) content;
    }

    boolean lastIsLent() {
        return contents[end - 1] instanceof Pieces;
    }

    long lastStart() {
        return starts[end - 1];
    }

    int lastOffset() {
        return offsets[end - 1];
    }

    /** Removes the last part, which is lent, and releases it; returns how many bytes it was. */
    long removeLastLent() {
        var content = contents[--end];
        contents[end] = null;
        if (!(content instanceof Pieces lent)) {
            throw new AssertionError("not lent");
        }
        long length = lent.length();
        lent.release();
        return length;
    }

    /** Removes the last part, and returns its chunk. */
    MemorySegment removeLastChunk() {
        var chunk = chunk(--end);
        contents[end] = null;
        return chunk;
    }

    /** Whether the last part of a chunk is one of this. */
    @SuppressWarnings("ReferenceEquality") // the very same chunk
    boolean endsWith(MemorySegment chunk) {
        int at = end - 1;
        while (at >= first && contents[at] instanceof Pieces) {
            at--;
        }
        return at >= first && contents[at] == chunk;
    }

    private MemorySegment chunk(int at) {
        if (contents[at] instanceof MemorySegment chunk) {
            return chunk;
        }
        throw new AssertionError("lent");
    }

    /** The part that {@code position} is in. */
    private int find(long position) {
        int at = Arrays.binarySearch(starts, first, end, position);
        return at >= 0 ? at : -at - 2;
    }
}
