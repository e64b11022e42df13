package io.kevy.replicate;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.Decimal;
import io.kevy.resp.LargeBulk;
import io.kevy.resp.Piece;
import io.kevy.resp.RequestLimits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The replica's end of a link to a primary's shard, without its socket.
 *
 * <p>The owner sends {@link #request}, hands everything it receives to {@link #feed}, and gets
 * {@link ReplicaEvents}. The bytes may come in any pieces: a frame that is whole in one of them is
 * decoded in place, and so are snapshot chunks, whole or not; only a frame or line cut by the end of
 * a piece is kept. Of such a frame a large argument is collected in native memory, so that none takes
 * heap in proportion. Offsets must be consecutive.
 *
 * <p>One link lives as long as its connection. {@link #nextOffset} is what the next one asks for.
 * One thread at a time.
 */
public final class ReplicaLink implements AutoCloseable {
    /** Where a link stands. */
    public enum State {
        /** The request is on its way. */
        AWAITING_ACK,
        /** Frames arrive. */
        STREAMING,
        /** A snapshot arrives. */
        RECEIVING_SNAPSHOT,
        /** What arrived made no sense, or an event was not taken; there is no way on. */
        BROKEN;

        boolean mayBecome(State next) {
            return switch (this) {
                case AWAITING_ACK -> next == STREAMING || next == BROKEN;
                case STREAMING -> next == RECEIVING_SNAPSHOT || next == BROKEN;
                case RECEIVING_SNAPSHOT -> next == STREAMING || next == BROKEN;
                case BROKEN -> next == BROKEN;
            };
        }
    }

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final byte[] NONE = {};
    private static final int CARRY_STEP_BYTES = 512;
    private static final int CARRY_KEPT_BYTES_MAX = 1 << 20;
    private static final int CHUNK_NOT_BEGUN = -1;

    private final String replicaId;
    private final long fromOffset;
    private final ReplicaLimits limits;
    private final ChunkSource memory;
    private final FrameDecoder decoder;
    private final Piece room = new Piece();
    private State state = State.AWAITING_ACK;
    private long nextOffset;

    // The beginning of a line or frame that the pieces so far have not completed.
    private byte[] carry = NONE;
    private int carried;

    // The argument that is being received, for the frame whose other bytes are carried; and what
    // all such arguments of that frame come to.
    private @Nullable LargeBulk large;
    private long largeBytes;

    // Bytes of the current chunk still to come and then its CRLF.
    private int chunkLeft = CHUNK_NOT_BEGUN;

    /**
     * @param fromOffset the first frame wanted; 0 when the replica has nothing
     * @param memory for large arguments
     */
    public ReplicaLink(String replicaId, long fromOffset, ReplicaLimits limits,
            ChunkSource memory) {
        if (replicaId.isEmpty() || fromOffset < 0) {
            throw new IllegalArgumentException("'" + replicaId + "' from " + fromOffset);
        }
        this.replicaId = replicaId;
        this.fromOffset = fromOffset;
        this.limits = limits;
        this.memory = memory;
        var redis = RequestLimits.redis();
        this.decoder =
                new FrameDecoder(
                        new RequestLimits(
                                redis.argumentsMax(),
                                redis.bulkBytesMax(),
                                redis.inlineBytesMax(),
                                limits.largeBytesMin()));
        this.nextOffset = fromOffset;
    }

    /** With memory of the JDK's arenas. */
    public ReplicaLink(String replicaId, long fromOffset, ReplicaLimits limits) {
        this(replicaId, fromOffset, limits, ChunkSource.ofArenas());
    }

    /** With the {@linkplain ReplicaLimits#standard standard limits} too. */
    public ReplicaLink(String replicaId, long fromOffset) {
        this(replicaId, fromOffset, ReplicaLimits.standard());
    }

    /** The bytes to send first, and the only ones. */
    public byte[] request() {
        return Handshake.request(fromOffset, replicaId);
    }

    public State state() {
        return state;
    }

    /**
     * The frame that the replica needs next, and asks a new link for. While a snapshot arrives it is
     * the one from before the snapshot, as half a snapshot is worth nothing.
     */
    public long nextOffset() {
        return nextOffset;
    }

    /**
     * Takes what the primary sent.
     *
     * <p>An exception, be it of the link or of {@code events}, leaves the link {@link State#BROKEN}
     * and the event that failed uncounted in {@link #nextOffset}.
     */
    public void feed(byte[] bytes, int from, int to, ReplicaEvents events) throws LinkException {
        if (state == State.BROKEN) {
            throw new LinkException("the link is broken");
        }
        boolean taken = false;
        try {
            feedAll(bytes, from, to, events);
            taken = true;
        } finally {
            if (!taken) {
                close();
            }
        }
    }

    /** Gives up what has arrived of a frame and its memory. Closing twice changes nothing. */
    @Override
    public void close() {
        become(State.BROKEN);
        var incomplete = large;
        if (incomplete != null) {
            large = null;
            incomplete.release();
        }
        decoder.reset();
        carry = NONE;
        carried = 0;
    }

    private void feedAll(byte[] bytes, int from, int to, ReplicaEvents events)
            throws LinkException {
        int at = from;
        while (at < to) {
            if (large != null) {
                at += collect(large, bytes, at, to);
            } else if (chunkLeft > 0) {
                at += chunkBytes(bytes, at, to, events);
            } else if (carried > 0) {
                at += completeCarried(bytes, at, to, events);
            } else {
                int consumed = unit(bytes, at, to, events);
                if (consumed == 0 && decoder.largeBytes() > 0) {
                    consumed = decoder.largeAt();
                    carry(bytes, at, at + consumed);
                    beginLarge(decoder.largeBytes());
                } else if (consumed == 0) {
                    carry(bytes, at, to);
                    consumed = to - at;
                }
                at += consumed;
            }
        }
    }

    /**
     * Adds a step's worth of bytes to the carried ones. If that completes the unit, the bytes behind
     * it are left to be read in place.
     *
     * @return bytes taken from the piece
     */
    private int completeCarried(byte[] bytes, int at, int to, ReplicaEvents events)
            throws LinkException {
        int before = carried;
        int step = Math.min(to - at, Math.max(CARRY_STEP_BYTES, before));
        carry(bytes, at, at + step);
        int consumed = unit(carry, 0, carried, events);
        if (consumed == 0 && decoder.largeBytes() > 0) {
            // Its length line was completed by this piece, so all behind it is there again.
            carried = decoder.largeAt();
            beginLarge(decoder.largeBytes());
            return carried - before;
        }
        if (consumed == 0) {
            return step;
        }
        carried = 0;
        if (carry.length > CARRY_KEPT_BYTES_MAX) {
            carry = NONE;
        }
        return consumed - before;
    }

    private void beginLarge(int length) throws LinkException {
        largeBytes += length;
        requireWithinLimit(carried + largeBytes);
        large = new LargeBulk(memory, length);
    }

    /** Takes what has arrived of the large argument. */
    private int collect(LargeBulk target, byte[] bytes, int from, int to) throws LinkException {
        int at = from;
        while (at < to && target.missing() > 0) {
            try {
                target.room(room);
            } catch (OutOfMemoryError e) {
                throw new LinkException(
                        "frame " + nextOffset + " finds no memory for an argument of "
                                + target.length() + " bytes",
                        e);
            }
            int length = Math.min(room.length(), to - at);
            MemorySegment.copy(bytes, at, room.memory(), BYTE, room.offset(), length);
            target.filled(length);
            at += length;
        }
        if (target.missing() == 0) {
            decoder.largeArrived(target);
            large = null;
        }
        return at - from;
    }

    private void requireWithinLimit(long frameBytes) throws LinkException {
        if (frameBytes > limits.frameBytesMax()) {
            throw new LinkException(
                    "frame " + nextOffset + " is over " + limits.frameBytesMax() + " bytes");
        }
    }

    private void carry(byte[] bytes, int from, int to) throws LinkException {
        int total = Math.addExact(carried, to - from);
        requireWithinLimit(total + largeBytes);
        if (total > carry.length) {
            long doubled = Math.min(Math.max(1024L, 2L * carry.length), limits.frameBytesMax());
            carry = Arrays.copyOf(carry, (int) Math.max(total, doubled));
        }
        System.arraycopy(bytes, from, carry, carried, to - from);
        carried = total;
    }

    /**
     * Reads one line, chunk length, chunk end or frame.
     *
     * @return its bytes, or 0 when it is incomplete
     */
    private int unit(byte[] bytes, int from, int to, ReplicaEvents events) throws LinkException {
        return switch (state) {
            case AWAITING_ACK -> acknowledgement(bytes, from, to, events);
            case STREAMING ->
                bytes[from] == '+'
                        ? snapshotBegin(bytes, from, to, events)
                        : frame(bytes, from, to, events);
            case RECEIVING_SNAPSHOT ->
                chunkLeft == 0 ? chunkEnd(bytes, from, to) : chunkOrEnd(bytes, from, to, events);
            case BROKEN -> throw new AssertionError("a broken link reads nothing");
        };
    }

    private int acknowledgement(byte[] bytes, int from, int to, ReplicaEvents events)
            throws LinkException {
        int end = lineEnd(bytes, from, to);
        if (end < 0) {
            return 0;
        }
        if (bytes[from] == '-') {
            throw new LinkException("the primary refused: " + shown(bytes, from + 1, end));
        }
        long offset = numberAfter("+ACK ", bytes, from, end);
        if (offset != fromOffset) {
            throw new LinkException("asked for " + fromOffset + ", acknowledged was " + offset);
        }
        become(State.STREAMING);
        events.acknowledged(offset);
        return end + 2 - from;
    }

    private int snapshotBegin(byte[] bytes, int from, int to, ReplicaEvents events)
            throws LinkException {
        int end = lineEnd(bytes, from, to);
        if (end < 0) {
            return 0;
        }
        if (end - from != "+SNAPSHOT".length() || !begins("+SNAPSHOT", bytes, from, end)) {
            throw unexpected("+SNAPSHOT or a frame", bytes, from, end);
        }
        become(State.RECEIVING_SNAPSHOT);
        events.snapshotBegin();
        return end + 2 - from;
    }

    private int chunkOrEnd(byte[] bytes, int from, int to, ReplicaEvents events)
            throws LinkException {
        int end = lineEnd(bytes, from, to);
        if (end < 0) {
            return 0;
        }
        if (bytes[from] == '$') {
            chunkLeft = chunkLength(bytes, from, end);
            return end + 2 - from;
        }
        long ackOffset = numberAfter("+SNAPSHOT_END ", bytes, from, end);
        become(State.STREAMING);
        events.snapshotEnd(ackOffset);
        nextOffset = ackOffset;
        return end + 2 - from;
    }

    private int chunkLength(byte[] bytes, int from, int end) throws LinkException {
        long length = numberAfter("$", bytes, from, end);
        if (length < 1 || length > limits.chunkBytesMax()) {
            throw new LinkException(
                    "chunk of " + length + " bytes, allowed are 1.." + limits.chunkBytesMax());
        }
        return (int) length;
    }

    private int chunkBytes(byte[] bytes, int from, int to, ReplicaEvents events) {
        int length = Math.min(chunkLeft, to - from);
        chunkLeft -= length;
        events.snapshotChunk(bytes, from, length);
        return length;
    }

    private int chunkEnd(byte[] bytes, int from, int to) throws LinkException {
        if (bytes[from] != '\r' || (to - from > 1 && bytes[from + 1] != '\n')) {
            throw new LinkException("a chunk does not end with CRLF");
        }
        if (to - from < 2) {
            return 0;
        }
        chunkLeft = CHUNK_NOT_BEGUN;
        return 2;
    }

    private int frame(byte[] bytes, int from, int to, ReplicaEvents events) throws LinkException {
        int consumed;
        try {
            consumed = decoder.decode(bytes, from, to);
        } catch (FrameException e) {
            throw new LinkException("instead of frame " + nextOffset + ": " + e.getMessage(), e);
        }
        if (consumed == FrameDecoder.TRUNCATED) {
            return 0;
        }
        if (decoder.offset() != nextOffset) {
            throw new LinkException(
                    "frame " + nextOffset + " expected, frame " + decoder.offset() + " arrived");
        }
        events.frame(nextOffset, decoder.command());
        nextOffset++;
        largeBytes = 0;
        decoder.release();
        return consumed;
    }

    /** Where the CR of the line at {@code from} stands, or -1 when the line is incomplete. */
    private int lineEnd(byte[] bytes, int from, int to) throws LinkException {
        int last = (int) Math.min(to, (long) from + limits.lineBytesMax() + 2);
        for (int at = from; at + 1 < last; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n') {
                return at;
            }
        }
        if (last - from < limits.lineBytesMax() + 2) {
            return -1;
        }
        throw new LinkException(
                "line of over " + limits.lineBytesMax() + " bytes: " + shown(bytes, from, last));
    }

    private long numberAfter(String prefix, byte[] bytes, int from, int end) throws LinkException {
        int digits = from + prefix.length();
        if (!begins(prefix, bytes, from, end)
                || !Decimal.isLong(bytes, digits, end - digits)
                || bytes[digits] == '-') {
            throw unexpected(prefix + "<number>", bytes, from, end);
        }
        return Decimal.parse(bytes, digits, end - digits);
    }

    private static boolean begins(String prefix, byte[] bytes, int from, int end) {
        if (end - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (bytes[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static LinkException unexpected(String expected, byte[] bytes, int from, int end) {
        return new LinkException(
                "expected " + expected + ", got '" + shown(bytes, from, end) + "'");
    }

    // For messages: a short piece, with a question mark for anything a terminal may not like.
    private static String shown(byte[] bytes, int from, int end) {
        int length = Math.min(end - from, 64);
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1)
                .replaceAll("[^ -~]", "?");
    }

    private void become(State next) {
        if (!state.mayBecome(next)) {
            throw new AssertionError(state + " may not become " + next);
        }
        state = next;
    }
}
