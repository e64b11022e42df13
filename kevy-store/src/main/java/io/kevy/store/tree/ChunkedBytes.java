package io.kevy.store.tree;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Values of up to 2^31 - 9 bytes as chunks of a {@link CountedTree}, so that a change costs what it
 * writes and not what the value is long. A value is its root address; 0 is the empty value.
 *
 * <p>A chunk is a block of an epoch, four bytes not used and up to {@link #CHUNK_BYTES} bytes of the
 * value; the entry's weight says how many. The last chunk grows geometrically to the full size. A
 * child of 0 is a hole: zeros, a multiple of the full chunk long, that were never written and take
 * no memory; the first write puts a chunk in its place.
 *
 * <p>A change returns the root that takes the place of the one given. It makes sure of all the
 * memory it needs before it begins: when there is none, the value is as it was. Sources are not
 * parts of the value that changes.
 *
 * <p>One thread changes; {@link Pieces} read a view's pages on another.
 */
public final class ChunkedBytes {
    /** The longest value. */
    public static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

    static final int HEADER_BYTES = 8;
    private static final int CHUNK_BLOCK_BYTES = 8192;

    /** Bytes of a full chunk. */
    public static final int CHUNK_BYTES = CHUNK_BLOCK_BYTES - HEADER_BYTES;

    private static final int HOLE_BYTES_MAX =
            CountedTree.WEIGHT_MAX / CHUNK_BYTES * CHUNK_BYTES;

    /** Enough for a value of full length, however it was written. */
    private static final int LEVELS_MAX = 6;

    private static final int NODE_BYTES_MAX = 1152;

    private final Memory memory;
    private final CountedTree tree;
    private final TreePath path;
    private final Pieces pieces;

    /** Values in the memory. Registers a kind with it. */
    public ChunkedBytes(Memory memory) {
        this.memory = memory;
        tree = new CountedTree(memory, 0, new Chunks(memory));
        path = tree.path();
        pieces = pieces();
    }

    private record Chunks(Memory memory) implements Children {
        @Override
        public void discard(long chunk) {
            memory.discard(chunk);
        }

        @Override
        public void free(long chunk) {
            memory.free(chunk, Memory.PLAIN);
        }

        @Override
        public boolean isSparse(long chunk) {
            return memory.isSparse(chunk);
        }

        @Override
        public long moved(long chunk) {
            long bytes = memory.capacity(chunk);
            long target = memory.allocate(bytes);
            MemorySegment.copy(memory.page(chunk), PageMap.offset(chunk) + HEADER_BYTES,
                    memory.page(target), PageMap.offset(target) + HEADER_BYTES,
                    bytes - HEADER_BYTES);
            memory.discard(chunk);
            return target;
        }
    }

    /** The kind of a root, for {@link Memory#discardTree} and {@link Memory#free}. */
    public int kind() {
        return tree.kind();
    }

    /** A path for {@link #compact}. */
    public TreePath path() {
        return tree.path();
    }

    // Reading

    /** The length of the value. */
    public int length(long root) {
        return (int) tree.weight(root);
    }

    /** Copies bytes that lie within the value. */
    public void read(long root, int at, MemorySegment target, long offset, int length) {
        Objects.checkFromIndexSize(at, length, length(root));
        long end = offset + length;
        long to = offset;
        for (boolean more = pieces.seek(root, at); more && to < end; more = pieces.next()) {
            long bytes = Math.min(pieces.length(), end - to);
            MemorySegment.copy(pieces.memory(), pieces.offset(), target, to, bytes);
            to += bytes;
        }
    }

    /** A cursor over the writer's state. */
    public Pieces pieces() {
        return new Pieces(memory.pages(), tree.path());
    }

    /** A cursor over values as a view holds them. */
    public static Pieces pieces(PageMap pages) {
        return new Pieces(pages, CountedTree.path(pages, 0));
    }

    // Changing

    /** Adds bytes at the end; a value that is received grows so, part by part. */
    public long append(long root, MemorySegment source, long offset, int length) {
        checkGrowth(root, length);
        reserve(root, length, 0);
        return appendReserved(root, source, offset, length);
    }

    /** Adds zeros at the end, at a cost that hardly depends on how many. */
    public long appendZeros(long root, int length) {
        checkGrowth(root, length);
        reserve(root, 0, length);
        return appendZerosReserved(root, length);
    }

    /** Writes at any position: over what is there, beyond the end, zeros between if need be. */
    public long write(long root, int at, MemorySegment source, long offset, int length) {
        int before = length(root);
        if (at < 0 || length < 0 || length > LENGTH_MAX - at) {
            throw new IllegalArgumentException(at + " + " + length + " bytes");
        }
        int gap = Math.max(0, at - before);
        reserve(root, length, gap);
        int over = Math.clamp(before - (long) at, 0, length);
        long result = appendZerosReserved(root, gap);
        result = overwriteReserved(result, at, source, offset, over);
        return appendReserved(result, source, offset + over, length - over);
    }

    private void checkGrowth(long root, int length) {
        if (length < 0 || length > LENGTH_MAX - length(root)) {
            throw new IllegalArgumentException(length(root) + " + " + length + " bytes");
        }
    }

    private long appendReserved(long root, MemorySegment source, long offset, int length) {
        long result = root;
        long from = offset;
        int left = length;
        path.last(root);
        int bytes = Math.min(left, roomInLast());
        if (bytes > 0) {
            int used = path.weight();
            result = growLast(result, bytes);
            fill(path.child(), used, source, from, bytes);
            from += bytes;
            left -= bytes;
        }
        while (left > 0) {
            bytes = Math.min(left, CHUNK_BYTES);
            long chunk = memory.allocate(HEADER_BYTES + bytes);
            fill(chunk, 0, source, from, bytes);
            result = tree.insertReserved(result, path, 1, chunk, bytes, 0, 0);
            from += bytes;
            left -= bytes;
        }
        return result;
    }

    private long appendZerosReserved(long root, int length) {
        long result = root;
        int left = length;
        path.last(root);
        int bytes = Math.min(left, roomInLast());
        if (bytes > 0) {
            int used = path.weight();
            result = growLast(result, bytes);
            fillZeros(path.child(), used, bytes);
            left -= bytes;
        }
        while (left >= CHUNK_BYTES) {
            bytes = Math.min(HOLE_BYTES_MAX, left / CHUNK_BYTES * CHUNK_BYTES);
            result = tree.insertReserved(result, path, 1, 0, bytes, 0, 0);
            left -= bytes;
        }
        if (left > 0) {
            long chunk = memory.allocate(HEADER_BYTES + left);
            fillZeros(chunk, 0, left);
            result = tree.insertReserved(result, path, 1, chunk, left, 0, 0);
        }
        return result;
    }

    /** Bytes that the last chunk, at the path, can take before it is full. */
    private int roomInLast() {
        return path.isPresent() && path.child() != 0
                ? Math.max(0, CHUNK_BYTES - path.weight())
                : 0;
    }

    /** Makes the last chunk, at the path, longer by bytes that are undefined. */
    private long growLast(long root, int bytes) {
        int used = path.weight();
        int length = used + bytes;
        long result = tree.ownReserved(root, path);
        long chunk = path.child();
        if (memory.capacity(chunk) >= HEADER_BYTES + length) {
            chunk = memory.own(chunk);
        } else {
            int room = Math.min(CHUNK_BYTES, Math.max(length, used * 2));
            long grown = memory.allocate(HEADER_BYTES + room);
            fill(grown, 0, memory.page(chunk), PageMap.offset(chunk) + HEADER_BYTES, used);
            memory.discard(chunk);
            chunk = grown;
        }
        return tree.replaceReserved(result, path, chunk, length);
    }

    private long overwriteReserved(
            long root, int at, MemorySegment source, long offset, int length) {
        long result = root;
        int to = at;
        int end = at + length;
        boolean more = length > 0 && path.seek(root, at);
        while (more) {
            int inside = (int) (to - path.position());
            if (path.child() == 0) {
                result = fillHole(result, inside);
                inside = (int) (to - path.position());
            } else {
                result = tree.ownReserved(result, path);
                long chunk = memory.own(path.child());
                result = tree.replaceReserved(result, path, chunk, path.weight());
            }
            int bytes = Math.min(path.weight() - inside, end - to);
            fill(path.child(), inside, source, offset + (to - at), bytes);
            to += bytes;
            more = to < end && path.next();
        }
        return result;
    }

    /** Puts a full chunk of zeros into the hole at the path, which then is at the chunk. */
    private long fillHole(long root, int inside) {
        int before = inside / CHUNK_BYTES * CHUNK_BYTES;
        int after = path.weight() - before - CHUNK_BYTES;
        long chunk = memory.allocate(CHUNK_BLOCK_BYTES);
        fillZeros(chunk, 0, CHUNK_BYTES);
        long result;
        if (before == 0) {
            result = tree.replaceReserved(root, path, chunk, CHUNK_BYTES);
        } else {
            result = tree.replaceReserved(root, path, 0, before);
            result = tree.insertReserved(result, path, 1, chunk, CHUNK_BYTES, 0, 0);
        }
        if (after > 0) {
            result = tree.insertReserved(result, path, 1, 0, after, 0, 0);
            path.previous();
        }
        return result;
    }

    private void fill(long chunk, int at, MemorySegment source, long offset, int length) {
        MemorySegment.copy(source, offset, memory.page(chunk),
                PageMap.offset(chunk) + HEADER_BYTES + at, length);
    }

    private void fillZeros(long chunk, int at, int length) {
        memory.page(chunk)
                .asSlice(PageMap.offset(chunk) + HEADER_BYTES + at, length)
                .fill((byte) 0);
    }

    /** Cuts the value to so many bytes; a value that is not longer stays as it is. */
    public long truncate(long root, int length) {
        if (!path.seek(root, length)) {
            return root;
        }
        if (length == 0) {
            tree.discard(root);
            return 0;
        }
        int before = length(root);
        int nodes = CountedTree.rangeNodesMax(path.height) + nodesMax(path.height, 0);
        memory.reserve((long) nodes * NODE_BYTES_MAX + CHUNK_BLOCK_BYTES, nodes + 1);
        int inside = (int) (length - path.position());
        int zeros = path.child() == 0 ? inside % CHUNK_BYTES : 0;
        int kept = inside - zeros;
        long result = root;
        if (kept > 0) {
            int removed = path.weight() - kept;
            result = tree.ownReserved(result, path);
            result = tree.replaceReserved(result, path, path.child(), kept);
            before -= removed;
        }
        result = tree.removeRangeReserved(result, length - zeros, before);
        return appendZerosReserved(result, zeros);
    }

    /** Gives the value back, in steps once no view sees it. */
    public void discard(long root) {
        tree.discard(root);
    }

    // In steps

    /**
     * Goes on with a copy, of which a part may be there, until it is as long as its source or the
     * budget is spent; at least a chunk.
     *
     * @param source over the pages of the source, which does not change meanwhile
     * @return the copy; complete when it is as long as the source
     * @throws OutOfMemoryError when there is no room for a chunk; the copy is as it was then
     */
    public long copy(long copy, Pieces source, long sourceRoot, BooleanSupplier spent) {
        int at = length(copy);
        long result = copy;
        boolean more = source.seek(sourceRoot, at);
        while (more) {
            int bytes = source.isHole() ? source.toEntryEnd() : source.length();
            try {
                result = source.isHole()
                        ? appendZeros(result, bytes)
                        : append(result, source.memory(), source.offset(), bytes);
            } catch (OutOfMemoryError e) {
                if (result == copy) {
                    throw e;
                }
                return result;
            }
            at += bytes;
            more = !spent.getAsBoolean() && source.seek(sourceRoot, at);
        }
        return result;
    }

    /**
     * Moves blocks that lie where little else does, from a position on. Stops when the budget is
     * spent or memory runs out: the path's position then is where to go on; the path is past the end
     * when all was looked at.
     */
    public long compact(long root, TreePath place, int from, BooleanSupplier spent) {
        return tree.compact(root, place, from, spent);
    }

    // What a change takes

    private void reserve(long root, int length, int gap) {
        int height = root == 0 ? 1 : 1 + NodeLayout.level(memory.page(root), root);
        int nodes = nodesMax(height, entriesMax(length, gap));
        int chunks = chunksMax(length);
        memory.reserve(
                (long) chunks * CHUNK_BLOCK_BYTES + (long) nodes * NODE_BYTES_MAX, chunks + nodes);
    }

    /** Rounded bytes that a write of so many bytes after so many zeros allocates at most. */
    public static long writeBytesMax(int length, int gap) {
        return (long) chunksMax(length) * CHUNK_BLOCK_BYTES
                + (long) nodesMax(LEVELS_MAX, entriesMax(length, gap)) * NODE_BYTES_MAX;
    }

    /** Blocks that a write of so many bytes after so many zeros allocates at most. */
    public static int writeBlocksMax(int length, int gap) {
        return chunksMax(length) + nodesMax(LEVELS_MAX, entriesMax(length, gap));
    }

    /** One more where the write begins, where it ends, and for zeros that are no hole; grown twice. */
    private static int chunksMax(int length) {
        return length / CHUNK_BYTES + 4;
    }

    private static int entriesMax(int length, int gap) {
        return length / CHUNK_BYTES + gap / HOLE_BYTES_MAX + 4;
    }

    /**
     * A path is copied, and split at all levels for each of the two entries that take the place of a
     * hole; beyond that a node grows or splits at every fourth entry at most.
     */
    private static int nodesMax(int height, int entries) {
        return 7 * height + 4 + entries / 2;
    }
}
