package io.kevy.replicate;

import io.kevy.resp.Argv;
import io.kevy.resp.Decimal;
import io.kevy.resp.Pieces;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;
import java.lang.foreign.MemorySegment;

/**
 * Reads frames, {@code *2\r\n:<offset>\r\n} and a command, as they arrive and without copying.
 *
 * <p>Resumable: after {@link #TRUNCATED} the same bytes come again with more behind them, in the
 * same array or another, and decoding goes on where it stopped. A large argument need not be among
 * them: when {@link #largeBytes} announces one, it may be received elsewhere and be handed in by
 * {@link #largeArrived}. Allocates nothing for a frame of ordinary size. Not safe for use by several
 * threads.
 */
public final class FrameDecoder {
    /** {@link #decode} needs more bytes. */
    public static final int TRUNCATED = 0;

    private static final byte[] ENVELOPE = {'*', '2', '\r', '\n', ':'};
    private static final int OFFSET_BYTES_MAX = 20;

    private final RequestParser parser;
    private final Argv command = new Argv();
    private int envelopeBytes;
    private long offset;
    private boolean holdsLarge;

    /** The array decoded last, as memory; and the one before, as a link takes turns with two. */
    private byte[] array = {};

    private MemorySegment memory = MemorySegment.NULL;
    private byte[] arrayBefore = array;
    private MemorySegment memoryBefore = memory;

    /**
     * @param limits what one frame may claim
     */
    public FrameDecoder(RequestLimits limits) {
        this.parser = RequestParser.strict(limits);
    }

    /**
     * Decodes the frame that begins at {@code from}.
     *
     * @return bytes of the frame, large arguments that were handed in not counted, or {@link
     *     #TRUNCATED}
     * @throws FrameException when more bytes would not help; the decoder is then ready for another
     *     stream
     */
    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    public int decode(byte[] bytes, int from, int to) throws FrameException {
        if (array != bytes) {
            var known = arrayBefore == bytes ? memoryBefore : MemorySegment.ofArray(bytes);
            arrayBefore = array;
            memoryBefore = memory;
            array = bytes;
            memory = known;
        }
        try {
            if (envelopeBytes == 0) {
                envelopeBytes = envelope(bytes, from, to);
                if (envelopeBytes == 0) {
                    return TRUNCATED;
                }
            }
            int payload = from + envelopeBytes;
            if (payload == to) {
                return TRUNCATED;
            }
            if (bytes[payload] != '*') {
                throw new FrameException(FrameException.Kind.BAD_PAYLOAD);
            }
            int consumed = parser.parse(memory, payload, to, command);
            if (consumed == 0) {
                return TRUNCATED;
            }
            if (command.count() == 0) {
                throw new FrameException(FrameException.Kind.BAD_PAYLOAD, "it is empty");
            }
            int frameBytes = envelopeBytes + consumed;
            envelopeBytes = 0;
            return frameBytes;
        } catch (ProtocolException e) {
            reset();
            throw new FrameException(
                    FrameException.Kind.BAD_PAYLOAD, String.valueOf(e.getMessage()));
        } catch (FrameException e) {
            reset();
            throw e;
        }
    }

    /**
     * Bytes of the argument that {@link #decode} found to be large and incomplete; 0 when there is
     * none.
     */
    public int largeBytes() {
        return parser.largeBytes();
    }

    /**
     * Where the argument of {@link #largeBytes} begins, counted from the frame's first byte. What has
     * arrived from there on belongs to it, except for what is beyond its length.
     */
    public int largeAt() {
        return envelopeBytes + parser.largeAt();
    }

    /**
     * Hands in the argument of {@link #largeBytes}: it is the {@link #command}'s from now on, and left
     * out of the bytes that come again, where those behind it follow at {@link #largeAt}.
     */
    public void largeArrived(Pieces content) {
        parser.largeArrived(content, command);
        holdsLarge = true;
    }

    /** Lets go of large arguments of the frame decoded last that nobody has taken. */
    public void release() {
        if (holdsLarge) {
            holdsLarge = false;
            command.clear();
        }
    }

    /** Forgets a frame of which only a part has been seen. */
    public void reset() {
        envelopeBytes = 0;
        parser.reset();
        release();
    }

    /** The offset of the frame decoded last. */
    public long offset() {
        return offset;
    }

    /**
     * The command of the frame decoded last: slices of the array it was decoded from, and large
     * arguments until {@link #release} or the next frame.
     */
    public Argv command() {
        return command;
    }

    private int envelope(byte[] bytes, int from, int to) throws FrameException {
        int start = from + ENVELOPE.length;
        for (int i = from; i < Math.min(start, to); i++) {
            if (bytes[i] != ENVELOPE[i - from]) {
                throw new FrameException(
                        i == start - 1
                                ? FrameException.Kind.BAD_OFFSET
                                : FrameException.Kind.BAD_ENVELOPE);
            }
        }
        int at = start;
        while (at < to && bytes[at] != '\r') {
            at++;
        }
        if (at - start > OFFSET_BYTES_MAX) {
            throw new FrameException(FrameException.Kind.BAD_OFFSET);
        }
        if (at + 1 >= to) {
            return 0;
        }
        if (bytes[at + 1] != '\n' || !Decimal.isLong(memory, start, at - start)) {
            throw new FrameException(FrameException.Kind.BAD_OFFSET);
        }
        offset = Decimal.parse(memory, start, at - start);
        if (offset < 0) {
            throw new FrameException(FrameException.Kind.NEGATIVE_OFFSET);
        }
        return at + 2 - from;
    }
}
