package io.kevy.replicate;

/**
 * Keeps the frames of a {@link Backlog} from an offset on, for a reader that cannot take them yet.
 *
 * <p>A pin holds back its first frame, and at most {@link BacklogLimits#pinnedBytesMax} beyond the
 * backlog's budget behind that. When more is needed the pin on the oldest frames is overrun: it holds nothing any more, and its reader
 * finds out by {@link #overrun}. Used by the backlog's thread only.
 */
public final class Pin implements AutoCloseable {
    private final Backlog backlog;
    private long offset;
    private boolean held = true;
    private boolean overrun;

    Pin(Backlog backlog, long offset) {
        this.backlog = backlog;
        this.offset = offset;
    }

    /** The first frame that is kept. */
    public long offset() {
        return offset;
    }

    /** Whether the frames were dropped all the same: over the bound, or by a new history. */
    public boolean overrun() {
        return overrun;
    }

    /** Lets the frames before {@code newOffset} go; a pin never moves back. */
    public void advance(long newOffset) {
        offset = Math.max(offset, newOffset);
    }

    void markOverrun() {
        held = false;
        overrun = true;
    }

    /** Lets all frames go. Closing twice changes nothing. */
    @Override
    public void close() {
        if (held) {
            held = false;
            backlog.release(this);
        }
    }
}
