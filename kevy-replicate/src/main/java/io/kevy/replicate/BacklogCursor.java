package io.kevy.replicate;

/**
 * One reader's place in a {@link Backlog}: copies as many bytes as fit, cutting frames anywhere, and
 * knows which frame comes next.
 *
 * <p>A cursor holds nothing back. When the frame it stands at is dropped it reports {@link
 * BacklogRead#TOO_OLD}; if some bytes of that frame have been copied already ({@link #withinFrame})
 * their reader cannot go on at all. Used by the backlog's thread only.
 */
public final class BacklogCursor {
    private final Backlog backlog;
    private final long history;
    private long offset;
    private long copied;

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
        return copied > 0;
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
        return backlog.position(backlog.nextOffset()) - backlog.position(offset) - copied;
    }

    /**
     * Copies bytes and moves on, when {@link #read} has frames.
     *
     * @return bytes copied, at most {@code lengthMax}
     */
    public int copy(byte[] target, int at, int lengthMax) {
        if (stale() || read() != BacklogRead.FRAMES) {
            return 0;
        }
        int length = (int) Math.min(lengthMax, available());
        long from = backlog.position(offset) + copied;
        backlog.copy(from, target, at, length);
        long reached = from + length;
        long next = backlog.nextOffset();
        while (offset < next && backlog.position(offset + 1) <= reached) {
            offset++;
        }
        copied = reached - backlog.position(offset);
        return length;
    }
}
