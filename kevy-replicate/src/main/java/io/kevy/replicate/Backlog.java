package io.kevy.replicate;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.Decimal;
import io.kevy.resp.Piece;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;

/**
 * The newest frames of one shard, encoded once into native memory and sent to every link from there.
 *
 * <p>A write becomes a frame in two steps, so that it becomes one whole or not at all: {@link
 * #reserve} makes room, which may fail; then {@code begin(argc)}, {@code argc} arguments and {@code
 * commit()} fill it, which may not and allocate nothing. The frame gets the next offset, and readers
 * see it from {@code commit} on. {@link #abort} forgets a frame before that, {@link #release} gives
 * back the room that no frame took.
 *
 * <p>Frames are bounded by bytes ({@link BacklogLimits}); the oldest go first, the newest always
 * stays, and a {@link Pin} holds frames back within a bound of its own. Finding an offset takes the
 * same time for any number of frames.
 *
 * <p>One thread, that of the shard. Layout: the frames stand one after the other in a {@link
 * ByteRing}; another one holds a long per kept frame, the position where it begins, with that of
 * the frame at {@code firstOffset} in front.
 */
public final class Backlog implements AutoCloseable {
    /** {@code argsMissing} outside a frame. */
    private static final int NO_FRAME = -1;

    private final BacklogLimits limits;
    private final ByteRing ring;
    private final ByteRing positions;
    private final FrameWriter writer;
    private final ArrayList<Pin> pins = new ArrayList<>();
    private final Room room = new Room();
    private long firstOffset;
    private long nextOffset;
    private long end;
    private long history;
    private int argsMissing = NO_FRAME;
    private long argBytesMissing;

    /** In memory of the JDK's arenas. */
    public Backlog(BacklogLimits limits, long firstOffset) {
        this(limits, firstOffset, ChunkSource.ofArenas());
    }

    /**
     * @param firstOffset the offset of the first frame. A history that begins at an offset no
     *     earlier history can have reached turns every foreign offset into {@link
     *     BacklogRead#TOO_OLD} or {@link BacklogRead#FUTURE}.
     * @param source of this backlog's memory, used by its thread
     */
    public Backlog(BacklogLimits limits, long firstOffset, ChunkSource source) {
        this.limits = limits;
        int kept = Math.toIntExact(limits.bytesMax() / ByteRing.CHUNK_BYTES + 2);
        this.ring = new ByteRing(source, kept);
        this.positions = new ByteRing(source, 2);
        this.writer = new FrameWriter(ring);
        this.firstOffset = requireOffset(firstOffset);
        this.nextOffset = firstOffset;
    }

    private static long requireOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative");
        }
        return offset;
    }

    /**
     * Makes room for frames to come, in addition to the room there is.
     *
     * @param args arguments of all of them, the commands' names included
     * @param bytes bytes of all those arguments; at most 20 for a number
     * @throws OutOfMemoryError when there is none; then nothing has changed
     */
    public void reserve(int frames, int args, long bytes) {
        long more = Room.bytes(frames, args, bytes);
        ring.reserve(room.bytes + more);
        try {
            // A frame that is being filled has still to note its position.
            positions.reserve((room.frames + frames + 1) * Long.BYTES);
        } catch (OutOfMemoryError e) {
            ring.trim(room.bytes);
            throw e;
        }
        room.bytes += more;
        room.frames += frames;
    }

    /** Gives back the room that no frame took, and forgets a frame that was not committed. */
    public void release() {
        abort();
        room.bytes = 0;
        room.frames = 0;
        ring.trim(0);
        positions.trim(0);
    }

    /**
     * Starts a frame of {@code argc} arguments, the command's name included.
     *
     * @throws IllegalStateException when there is no room for it, or another one is not finished
     */
    public void begin(int argc) {
        if (argsMissing != NO_FRAME || argc < 1) {
            throw new IllegalStateException("begin(" + argc + ") with " + argsMissing + " missing");
        }
        room.takeFrame();
        argsMissing = argc;
        writer.begin(nextOffset, argc);
    }

    /**
     * Adds an argument that stands in memory.
     *
     * @throws IllegalStateException when there is no room for it, or none is missing
     */
    public void arg(MemorySegment bytes, long offset, int length) {
        countArg(length);
        writer.arg(bytes, offset, length);
    }

    public void arg(byte[] bytes, int offset, int length) {
        countArg(length);
        writer.arg(bytes, offset, length);
    }

    public void arg(byte[] bytes) {
        arg(bytes, 0, bytes.length);
    }

    /** Adds a number in decimal. */
    public void arg(long value) {
        countArg(Decimal.digits(value));
        writer.arg(value);
    }

    /** Starts an argument whose {@code length} bytes come by {@link #piece}. */
    public void beginArg(int length) {
        countArg(length);
        writer.beginArg(length);
        argBytesMissing = length;
        endArgIfWhole();
    }

    /** Adds bytes of the argument begun by {@link #beginArg}. */
    public void piece(MemorySegment bytes, long offset, int length) {
        if (length > argBytesMissing) {
            throw new IllegalStateException(length + " bytes for " + argBytesMissing);
        }
        if (length > 0) {
            writer.piece(bytes, offset, length);
            argBytesMissing -= length;
            endArgIfWhole();
        }
    }

    private void endArgIfWhole() {
        if (argBytesMissing == 0) {
            writer.endArg();
        }
    }

    private void countArg(int length) {
        if (argsMissing <= 0 || argBytesMissing > 0) {
            throw new IllegalStateException("no argument is missing");
        }
        room.takeArg(length);
        argsMissing--;
    }

    /**
     * Ends the frame, which readers see from now on, and drops what no longer fits.
     *
     * @return the offset of the frame
     */
    public long commit() {
        if (argsMissing != 0 || argBytesMissing > 0) {
            throw new IllegalStateException(
                    "commit with " + argsMissing + " arguments missing, " + argBytesMissing
                            + " bytes of the last");
        }
        argsMissing = NO_FRAME;
        positions.append(end);
        end = ring.end();
        long offset = nextOffset++;
        if (bytes() > limits.bytesMax()) {
            dropOldest();
        }
        return offset;
    }

    /** Forgets the frame that was begun, if any; the room it took is gone all the same. */
    public void abort() {
        ring.truncate(end);
        argsMissing = NO_FRAME;
        argBytesMissing = 0;
    }

    /**
     * Counts a frame that nobody wants: it gets the next offset and is dropped at once, together with
     * all before it. Far cheaper than a frame, for a shard without replicas. Needs no room.
     *
     * @return the offset of the frame
     */
    public long pass() {
        requireNoFrame("pass");
        if (firstOffset < nextOffset) {
            overrun(Long.MAX_VALUE);
            dropAll();
        }
        long offset = nextOffset++;
        firstOffset = nextOffset;
        return offset;
    }

    private void requireNoFrame(String call) {
        if (argsMissing != NO_FRAME) {
            throw new IllegalStateException(call + " within a frame");
        }
    }

    private void dropAll() {
        ring.dropBefore(end);
        positions.dropBefore(positions.end());
        firstOffset = nextOffset;
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
            positions.dropBefore(positions.start() + Long.BYTES);
            ring.dropBefore(position(firstOffset));
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
        return ring.committedBytes() + positions.committedBytes();
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
        requireNoFrame("restart");
        requireOffset(newFirstOffset);
        overrun(Long.MAX_VALUE);
        dropAll();
        firstOffset = newFirstOffset;
        nextOffset = newFirstOffset;
        history++;
    }

    /** Counts the histories of this backlog, so that a cursor notices a new one. */
    long history() {
        return history;
    }

    /** Bytes of the frames from {@code offset} on, all of which are kept. */
    long bytesFrom(long offset) {
        return end - position(offset);
    }

    /** Where the frame at {@code offset} begins; {@code nextOffset} gives the end of the last. */
    long position(long offset) {
        return offset == nextOffset
                ? end
                : positions.read(positions.start() + (offset - firstOffset) * Long.BYTES);
    }

    /** Points {@code piece} at bytes of kept frames, at most {@code lengthMax} of them. */
    void piece(long position, long lengthMax, Piece piece) {
        ring.piece(position, lengthMax, piece);
    }

    /**
     * Forgets everything and gives the memory back; not to be used any more. Closing twice changes
     * nothing.
     */
    @Override
    public void close() {
        overrun(Long.MAX_VALUE);
        history++;
        ring.close();
        positions.close();
    }

    /** What was reserved and not taken yet, at the most that frames and arguments may need. */
    private static final class Room {
        long bytes;
        long frames;

        static long bytes(long frames, long args, long bytes) {
            if (frames < 0 || args < 0 || bytes < 0) {
                throw new IllegalArgumentException(frames + ", " + args + ", " + bytes);
            }
            return frames * FrameWriter.BEGIN_BYTES_MAX
                    + args * FrameWriter.ARG_FRAMING_BYTES_MAX
                    + bytes;
        }

        void takeFrame() {
            if (frames == 0) {
                throw new IllegalStateException("no frame was reserved");
            }
            take(FrameWriter.BEGIN_BYTES_MAX);
            frames--;
        }

        void takeArg(int length) {
            take((long) length + FrameWriter.ARG_FRAMING_BYTES_MAX);
        }

        private void take(long count) {
            if (count > bytes) {
                throw new IllegalStateException(count + " bytes, of " + bytes + " reserved");
            }
            bytes -= count;
        }
    }
}
