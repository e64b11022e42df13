package io.kevy.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of native memory to be written with one call, see {@link Socket#write(Gathering)}.
 *
 * <p>Filled, written, cleared and filled again: nothing is allocated then on epoll. It keeps its
 * pieces alive until it is cleared. One thread.
 *
 * <p>Layout of the memory behind it on 64-bit Linux: a {@code struct msghdr} of 56 bytes, then a
 * {@code struct iovec} (address, length) for each piece.
 */
public final class Gathering {
    /** Pieces that fit. */
    public static final int PIECES_MAX = 128;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final int IOVEC_BYTES = 16;
    private static final long IOVECS = 16;
    private static final long IOVEC_COUNT = 24;
    private static final long FIRST_IOVEC = 64;

    private final MemorySegment[] pieces = new MemorySegment[PIECES_MAX];
    private final long[] offsets = new long[PIECES_MAX];
    private final int[] lengths = new int[PIECES_MAX];
    private @Nullable MemorySegment message;
    private int count;
    private long bytes;

    /** With nothing in it. */
    public Gathering() {}

    /**
     * Adds a piece behind those that are there.
     *
     * @return false when it does not fit any more
     * @throws IllegalArgumentException when the segment is not native
     */
    public boolean add(MemorySegment memory, long offset, int length) {
        NativeMemory.check(memory, offset, length);
        if (count == PIECES_MAX || bytes + length > Integer.MAX_VALUE) {
            return false;
        }
        pieces[count] = memory;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
        bytes += length;
        return true;
    }

    /** Pieces added. */
    public int count() {
        return count;
    }

    /** The memory that piece {@code i} lies in. */
    public MemorySegment memory(int i) {
        return pieces[Objects.checkIndex(i, count)];
    }

    /** Where in its memory piece {@code i} begins. */
    public long offset(int i) {
        return offsets[Objects.checkIndex(i, count)];
    }

    /** Bytes of piece {@code i}. */
    public int length(int i) {
        return lengths[Objects.checkIndex(i, count)];
    }

    /** Bytes of all pieces. */
    public long bytes() {
        return bytes;
    }

    /** Forgets all pieces. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            pieces[i] = MemorySegment.NULL;
        }
        count = 0;
        bytes = 0;
    }

    /** The pieces as {@code sendmsg} wants them. */
    @SuppressWarnings("MustBeClosedChecker") // freed with this object
    MemorySegment message() {
        var made = message;
        if (made == null) {
            made = Arena.ofAuto().allocate(FIRST_IOVEC + (long) PIECES_MAX * IOVEC_BYTES, 8);
            made.set(LONG, IOVECS, made.address() + FIRST_IOVEC);
            message = made;
        }
        made.set(LONG, IOVEC_COUNT, count);
        long at = FIRST_IOVEC;
        for (int i = 0; i < count; i++) {
            made.set(LONG, at, pieces[i].address() + offsets[i]);
            made.set(LONG, at + Long.BYTES, lengths[i]);
            at += IOVEC_BYTES;
        }
        return made;
    }

    /** The pieces as a channel wants them. */
    ByteBuffer[] buffers() {
        var buffers = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = pieces[i].asSlice(offsets[i], lengths[i]).asByteBuffer();
        }
        return buffers;
    }
}
