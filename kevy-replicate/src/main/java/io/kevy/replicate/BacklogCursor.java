package io.kevy.replicate;

import io.kevy.resp.Piece;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One reader's place in a {@link Backlog}: hands on bytes piece by piece, cutting frames anywhere, and
 * knows which frame comes next.
 *
 * <p>A cursor holds nothing back. When the frame it stands at is dropped it reports {@link
 * BacklogRead#TOO_OLD}; if some bytes of that frame have been taken already ({@link #withinFrame})
 * their reader cannot go on at all. Used by the backlog's thread only.
 */
public final class BacklogCursor {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final Backlog backlog;
    private final Piece piece = new Piece();
    private final long history;
    private long offset;
    private long taken;

    BacklogCursor(Backlog backlog, long offset) {
        this.backlog = backlog;
        this.history = backlog.history();
        this.offset = offset;
    }

    /** The next frame to copy, or the one of which only a part has been copied. */
    public long offset() {
        return offset;
    }

    /** Whether the last copy ended inside the frame at {@link #offset}. */
    public boolean withinFrame() {
        return taken > 0;
    }

    /** Whether the backlog has begun a new history, in which this cursor has no place. */
    public boolean stale() {
        return history != backlog.history();
    }

    /** What {@link #copy} would find; meaningless for a {@link #stale} cursor. */
    public BacklogRead read() {
        return backlog.read(offset);
    }

    /** Bytes between this cursor and the end of the newest frame, when {@link #read} has frames. */
    public long available() {
        return backlog.bytesFrom(offset) - taken;
    }

    /**
     * Points {@code piece} at the next bytes, at most {@code lengthMax} of them; they stay as long as
     * the frame at {@link #offset} is kept.
     *
     * @return whether there are any: {@link #read} has frames
     */
    public boolean piece(int lengthMax, Piece piece) {
        if (stale() || read() != BacklogRead.FRAMES) {
            return false;
        }
        backlog.piece(
                backlog.position(offset) + taken, Math.min(lengthMax, available()), piece);
        return true;
    }

    /** Moves on by {@code length} bytes, at most those of the last {@link #piece}. */
    public void advance(int length) {
        long reached = backlog.position(offset) + taken + length;
        long next = backlog.nextOffset();
        while (offset < next && backlog.position(offset + 1) <= reached) {
            offset++;
        }
        taken = reached - backlog.position(offset);
    }

    /**
     * Copies bytes and moves on, when {@link #read} has frames.
     *
     * @return bytes copied, at most {@code lengthMax}
     */
    public int copy(byte[] target, int at, int lengthMax) {
        int copied = 0;
        while (copied < lengthMax && piece(lengthMax - copied, piece)) {
            int length = piece.length();
            MemorySegment.copy(
                    piece.memory(), BYTE, piece.offset(), target, at + copied, length);
            advance(length);
            copied += length;
        }
        return copied;
    }
}
