package io.kevy.store.tree;

import io.kevy.store.memory.PageMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A reusable cursor over the contiguous parts of a value of {@link ChunkedBytes}, at most {@link
 * ChunkedBytes#CHUNK_BYTES} each. Reads the pages it was made for, on the thread that may read
 * these; a change of the value makes it meaningless until it seeks again.
 */
public final class Pieces {
    private static final MemorySegment ZEROS =
            Arena.global().allocate(ChunkedBytes.CHUNK_BYTES).asReadOnly();

    private final PageMap pages;
    private final TreePath path;
    private MemorySegment memory = ZEROS;
    private long offset;
    private int length;
    private int inside;

    Pieces(PageMap pages, TreePath path) {
        this.pages = pages;
        this.path = path;
    }

    /** Goes to the part that begins at the position; false at the end of the value or beyond. */
    public boolean seek(long root, int at) {
        return path.seek(root, at) && arrive((int) (at - path.position()));
    }

    /** Goes to the part that follows; false when there is none. */
    public boolean next() {
        int end = inside + length;
        return end < path.weight() ? arrive(end) : path.next() && arrive(0);
    }

    private boolean arrive(int begin) {
        inside = begin;
        length = path.weight() - begin;
        if (isHole()) {
            memory = ZEROS;
            offset = 0;
            length = Math.min(length, ChunkedBytes.CHUNK_BYTES);
        } else {
            memory = pages.page(path.child());
            offset = PageMap.offset(path.child()) + ChunkedBytes.HEADER_BYTES + begin;
        }
        return true;
    }

    /** Whether the part is zeros that take no memory. */
    boolean isHole() {
        return path.child() == 0;
    }

    /** How many bytes to the next chunk or the end. */
    int toEntryEnd() {
        return path.weight() - inside;
    }

    /** Where the part lies; only to be read. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where in its memory the part begins. */
    public long offset() {
        return offset;
    }

    /** Bytes of the part, at least 1. */
    public int length() {
        return length;
    }
}
