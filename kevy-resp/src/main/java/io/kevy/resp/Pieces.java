package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Bytes that stand in one or several pieces of memory and are lent until {@link #release}: a large
 * argument where it was received, a large value where it is stored.
 *
 * <p>Used by one thread at a time.
 */
public interface Pieces {
    /** Bytes of all pieces. */
    long length();

    /**
     * Points {@code piece} at the bytes from {@code at} on, as many as stand in one piece: at least
     * one.
     *
     * @throws IndexOutOfBoundsException unless {@code at} is within the length
     */
    void piece(long at, Piece piece);

    /** Gives the bytes back: nobody reads them from here any more. Called once. */
    void release();

    /** All bytes of this memory, which is nobody's to give back. */
    static Pieces of(MemorySegment memory) {
        return new Pieces() {
            @Override
            public long length() {
                return memory.byteSize();
            }

            @Override
            public void piece(long at, Piece piece) {
                long length = memory.byteSize();
                Objects.checkIndex(at, length);
                piece.over(memory, at, (int) Math.min(length - at, Integer.MAX_VALUE));
            }

            @Override
            public void release() {}
        };
    }
}
