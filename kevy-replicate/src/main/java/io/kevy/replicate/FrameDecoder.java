package io.kevy.replicate;

import io.kevy.resp.Argv;
import io.kevy.resp.Decimal;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads frames, {@code *2\r\n:<offset>\r\n} and a command, as they arrive and without copying.
 *
 * <p>Resumable: after {@link #TRUNCATED} the same bytes come again with more behind them, in the
 * same array or another, and decoding goes on where it stopped. Allocates nothing for a frame of
 * ordinary size. Not safe for use by several threads.
 */
public final class FrameDecoder {
    /** {@link #decode} needs more bytes. */
    public static final int TRUNCATED = 0;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final byte[] ENVELOPE = {'*', '2', '\r', '\n', ':'};
    private static final int OFFSET_BYTES_MAX = 20;

    private final RequestParser parser;
    private final Argv command = new Argv();
    private int envelopeBytes;
    private long offset;

    /** The array decoded last, as memory; and the one before, as a link takes turns with two. */
    private byte[] array = {};

    private MemorySegment memory = MemorySegment.NULL;
    private byte[] arrayBefore = array;
    private MemorySegment memoryBefore = memory;

    /**
     * @param limits what one frame may claim
     */
    public FrameDecoder(RequestLimits limits) {
        this.parser = new RequestParser(limits);
    }

    /**
     * Decodes the frame that begins at {@code from}.
     *
     * @return bytes of the frame, or {@link #TRUNCATED}
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
            requireWellFormed();
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

    /** Forgets a frame of which only a part has been seen. */
    public void reset() {
        envelopeBytes = 0;
        parser.reset();
    }

    /** The offset of the frame decoded last. */
    public long offset() {
        return offset;
    }

    /** The command of the frame decoded last; slices of the array it was decoded from. */
    public Argv command() {
        return command;
    }

    private void requireWellFormed() throws FrameException {
        if (command.count() == 0) {
            throw new FrameException(FrameException.Kind.BAD_PAYLOAD, "it is empty");
        }
        if (!argumentsEndWithCrLf(command)) {
            throw new FrameException(
                    FrameException.Kind.BAD_PAYLOAD, "an argument does not end with CRLF");
        }
    }

    /** The request parser, like Redis, does not look at the two bytes behind a bulk string. */
    static boolean argumentsEndWithCrLf(Argv argv) {
        for (int i = 0; i < argv.count(); i++) {
            var memory = argv.memory(i);
            long end = (long) argv.offset(i) + argv.length(i);
            if (memory.get(BYTE, end) != '\r' || memory.get(BYTE, end + 1) != '\n') {
                return false;
            }
        }
        return true;
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
