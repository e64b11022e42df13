package io.kevy.persist.snapshot;

import io.kevy.store.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one field: a view of a fed chunk, or, of a field that is cut, a copy that grows as
 * the bytes arrive. Up to {@value #HEAP_BYTES_MAX} of them are gathered in an array that is kept,
 * more in native memory that is given back with {@link #clear}.
 */
final class GatheredBytes {

    static final int HEAP_BYTES_MAX = 1 << 16;
    private static final int FIRST_BYTES = 64;

    /** The bytes, readable until the next call. */
    final Slice slice = new Slice();

    private MemorySegment array = MemorySegment.ofArray(new byte[FIRST_BYTES]);
    private MemorySegment own = array;
    private @Nullable Arena arena;
    private boolean isView;

    /** Forgets the content, and the memory when it is native. */
    void clear() {
        isView = false;
        own = array;
        slice.over(own, 0, 0);
        var used = arena;
        if (used != null) {
            arena = null;
            used.close();
        }
    }

    /** Becomes a view of bytes that somebody else owns. */
    void view(MemorySegment source, long from, int size) {
        slice.over(source, from, size);
        isView = true;
    }

    /** Adds bytes to what has been gathered since {@link #clear}, of {@code sizeMax} in the end. */
    void gather(MemorySegment source, long from, int size, int sizeMax) {
        int before = slice.length();
        int gathered = before + size;
        if (gathered > own.byteSize()) {
            grow(before, Math.max(gathered, Math.min(2 * own.byteSize(), sizeMax)));
        }
        MemorySegment.copy(source, from, own, before, size);
        slice.over(own, 0, gathered);
    }

    private void grow(int used, long capacity) {
        if (capacity > HEAP_BYTES_MAX) {
            growNative(used, capacity);
        } else {
            array = copy(used, MemorySegment.ofArray(new byte[(int) capacity]));
            own = array;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed when outgrown, or by clear
    private void growNative(int used, long capacity) {
        var next = Arena.ofConfined();
        try {
            own = copy(used, next.allocate(capacity));
        } catch (OutOfMemoryError e) {
            next.close();
            throw e;
        }
        var outgrown = arena;
        arena = next;
        if (outgrown != null) {
            outgrown.close();
        }
    }

    private MemorySegment copy(int used, MemorySegment larger) {
        MemorySegment.copy(own, 0, larger, 0, used);
        return larger;
    }

    /** Copies the bytes when they are a view, so that the memory behind it can be reused. */
    void detach() {
        if (isView) {
            var source = slice.memory();
            long from = slice.offset();
            int size = slice.length();
            clear();
            gather(source, from, size, size);
        }
    }
}
