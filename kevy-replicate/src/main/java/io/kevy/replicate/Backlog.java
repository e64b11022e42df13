package io.kevy.replicate;

import java.util.ArrayList;

/**
 * The newest frames of one shard, encoded once and copied to every link that wants them.
 *
 * <p>A write is appended as {@code begin(argc)}, {@code argc} times {@code arg}, {@code commit()}.
 * The frame gets the next offset, and readers see it from {@code commit} on. Frames are bounded by
 * bytes ({@link BacklogLimits}); the oldest go first, the newest always stays, and a {@link Pin}
 * holds frames back within a bound of its own. In steady state neither appending nor copying
 * allocates, and finding an offset takes the same time for any number of frames.
 *
 * <p>One thread, that of the shard. Layout: the frames stand one after the other in a {@link
 * ByteRing}; a ring of positions, indexed by the low bits of the offset, says where each begins.
 */
public final class Backlog {
    private static final int CHUNK_SHIFT_MAX = 16;
    private static final int CHUNK_SHIFT_MIN = 8;

    private final BacklogLimits limits;
    private final ByteRing ring;
    private final FrameWriter writer;
    private final ArrayList<Pin> pins = new ArrayList<>();
    private long[] positions = new long[64];
    private long firstOffset;
    private long nextOffset;
    private long end;
    private long history;
    private int argsMissing = -1;

    /**
     * @param firstOffset the offset of the first frame. A history that begins at an offset no
     *     earlier history can have reached turns every foreign offset into {@link
     *     BacklogRead#TOO_OLD} or {@link BacklogRead#FUTURE}.
     */
    public Backlog(BacklogLimits limits, long firstOffset) {
        this.limits = limits;
        int shift = chunkShift(limits.bytesMax());
        this.ring = new ByteRing(shift, Math.toIntExact((limits.bytesMax() >> shift) + 2));
        this.writer = new FrameWriter(ring);
        this.firstOffset = requireOffset(firstOffset);
        this.nextOffset = firstOffset;
    }

    // Small budgets get small chunks, so that a budget is never exceeded by more than an eighth.
    private static int chunkShift(long bytesMax) {
        int shift = 63 - Long.numberOfLeadingZeros(bytesMax) - 3;
        return Math.clamp(shift, CHUNK_SHIFT_MIN, CHUNK_SHIFT_MAX);
    }

    private static long requireOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative");
        }
        return offset;
    }

    /** Starts a frame of {@code argc} arguments, the command's name included. */
    public void begin(int argc) {
        if (argsMissing >= 0 || argc < 1) {
            throw new IllegalStateException("begin(" + argc + ") with " + argsMissing + " missing");
        }
        argsMissing = argc;
        writer.begin(nextOffset, argc);
    }

    public void arg(byte[] bytes, int offset, int length) {
        countArg();
        writer.arg(bytes, offset, length);
    }

    public void arg(byte[] bytes) {
        arg(bytes, 0, bytes.length);
    }

    /** Adds a number in decimal. */
    public void arg(long value) {
        countArg();
        writer.arg(value);
    }

    private void countArg() {
        if (argsMissing <= 0) {
            throw new IllegalStateException("no argument is missing");
        }
        argsMissing--;
    }

    /**
     * Ends the frame, which readers see from now on, and drops what no longer fits.
     *
     * @return the offset of the frame
     */
    public long commit() {
        if (argsMissing != 0) {
            throw new IllegalStateException("commit with " + argsMissing + " arguments missing");
        }
        argsMissing = -1;
        if (nextOffset - firstOffset == positions.length) {
            growPositions();
        }
        long offset = nextOffset++;
        positions[slot(offset)] = end;
        end = ring.end();
        if (bytes() > limits.bytesMax()) {
            dropOldest();
        }
        return offset;
    }

    /**
     * Counts a frame that nobody wants: it gets the next offset and is dropped at once, together with
     * all before it. Far cheaper than a frame, for a shard without replicas.
     *
     * @return the offset of the frame
     */
    public long pass() {
        if (argsMissing >= 0) {
            throw new IllegalStateException("pass within a frame");
        }
        if (firstOffset < nextOffset) {
            overrun(Long.MAX_VALUE);
            ring.dropBefore(end);
        }
        long offset = nextOffset++;
        firstOffset = nextOffset;
        return offset;
    }

    private void dropOldest() {
        long newest = nextOffset - 1;
        long pinnedFrom = pinnedFrom();
        while (firstOffset < newest && bytes() > limits.bytesMax()) {
            if (firstOffset >= pinnedFrom) {
                if (bytes() - limits.bytesMax() <= limits.pinnedBytesMax()) {
                    break;
                }
                overrun(firstOffset);
                pinnedFrom = pinnedFrom();
                continue;
            }
            firstOffset++;
            ring.dropBefore(positions[slot(firstOffset)]);
        }
    }

    private long pinnedFrom() {
        long from = Long.MAX_VALUE;
        for (int i = 0; i < pins.size(); i++) {
            from = Math.min(from, pins.get(i).offset());
        }
        return from;
    }

    private void overrun(long upTo) {
        for (int i = pins.size() - 1; i >= 0; i--) {
            if (pins.get(i).offset() <= upTo) {
                pins.remove(i).markOverrun();
            }
        }
    }

    private void growPositions() {
        long[] wider = new long[positions.length * 2];
        for (long o = firstOffset; o < nextOffset; o++) {
            wider[(int) o & (wider.length - 1)] = positions[slot(o)];
        }
        positions = wider;
    }

    private int slot(long offset) {
        return (int) offset & (positions.length - 1);
    }

    /** The offset of the oldest kept frame; {@link #nextOffset} when there is none. */
    public long firstOffset() {
        return firstOffset;
    }

    /** The offset that the next frame will get. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Frames kept. */
    public long frames() {
        return nextOffset - firstOffset;
    }

    /** Bytes of the frames kept. */
    public long bytes() {
        return end - ring.start();
    }

    /** Memory held for frames and their positions, in bytes. */
    public long committedBytes() {
        return ring.committedBytes() + 8L * positions.length;
    }

    /** What a reader at {@code offset} would find. */
    public BacklogRead read(long offset) {
        if (offset < firstOffset) {
            return BacklogRead.TOO_OLD;
        }
        if (offset > nextOffset) {
            return BacklogRead.FUTURE;
        }
        return offset == nextOffset ? BacklogRead.CAUGHT_UP : BacklogRead.FRAMES;
    }

    /** A reader that copies frames from {@code offset} on; any offset will do. */
    public BacklogCursor cursor(long offset) {
        return new BacklogCursor(this, requireOffset(offset));
    }

    /**
     * Keeps the frames from {@code offset} on.
     *
     * @throws IllegalArgumentException when they are not there: dropped already, or of the future
     */
    public Pin pin(long offset) {
        if (offset < firstOffset || offset > nextOffset) {
            throw new IllegalArgumentException(
                    "offset " + offset + " outside " + firstOffset + ".." + nextOffset);
        }
        Pin pin = new Pin(this, offset);
        pins.add(pin);
        return pin;
    }

    void release(Pin pin) {
        pins.remove(pin);
    }

    /**
     * Forgets all frames and begins a new history, for a shard whose data has been replaced. Pins
     * are overrun and cursors are {@link BacklogCursor#stale stale}.
     */
    public void restart(long newFirstOffset) {
        if (argsMissing >= 0) {
            throw new IllegalStateException("restart within a frame");
        }
        requireOffset(newFirstOffset);
        overrun(Long.MAX_VALUE);
        ring.dropBefore(end);
        firstOffset = newFirstOffset;
        nextOffset = newFirstOffset;
        history++;
    }

    /** Counts the histories of this backlog, so that a cursor notices a new one. */
    long history() {
        return history;
    }

    /** Where the frame at {@code offset} begins; {@code nextOffset} gives the end of the last. */
    long position(long offset) {
        return offset == nextOffset ? end : positions[slot(offset)];
    }

    void copy(long position, byte[] target, int at, int length) {
        ring.copy(position, target, at, length);
    }
}
