package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Bytes in pieces of a few each, which complain when they are used after their release. */
final class LentBytes implements Pieces {
    private final MemorySegment memory;
    private final int pieceBytes;
    boolean released;

    @SuppressWarnings("MustBeClosedChecker")
    LentBytes(byte[] content, int pieceBytes) {
        memory = Arena.ofAuto().allocate(content.length + 1);
        MemorySegment.copy(MemorySegment.ofArray(content), 0, memory, 1, content.length);
        this.pieceBytes = pieceBytes;
    }

    @Override
    public long length() {
        return memory.byteSize() - 1;
    }

    @Override
    public void piece(long at, Piece piece) {
        assertFalse(released);
        long end = Math.min(length(), (at / pieceBytes + 1) * pieceBytes);
        piece.over(memory, 1 + at, (int) (end - at));
    }

    @Override
    public void release() {
        assertFalse(released);
        released = true;
    }
}
