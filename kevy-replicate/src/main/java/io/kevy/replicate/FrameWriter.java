package io.kevy.replicate;

import io.kevy.resp.Decimal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Encodes frames into a {@link ByteRing} that has room for them: {@link #begin}, then as many
 * arguments as announced.
 *
 * <p>Nothing is allocated and nothing fails. What fits into the ring's last chunk is written in
 * place; the rare rest that crosses into the next chunk goes piece by piece. As offsets are
 * consecutive, the envelope of a frame is mostly that of the one before with its last digit counted
 * up.
 */
final class FrameWriter {
    /** {@code $<length>\r\n} and the {@code \r\n} behind the bytes. */
    static final int ARG_FRAMING_BYTES_MAX = 1 + 10 + 2 + 2;

    private static final int LENGTH_LINE_BYTES_MAX = 1 + 10 + 2;
    private static final int DIGITS_AT = 5;
    private static final int ENVELOPE_BYTES_MAX = DIGITS_AT + 19 + 2;

    /** {@code *2\r\n:<offset>\r\n*<argc>\r\n}. */
    static final int BEGIN_BYTES_MAX = ENVELOPE_BYTES_MAX + LENGTH_LINE_BYTES_MAX;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final byte[] CRLF = {'\r', '\n'};

    private final ByteRing ring;
    private final byte[] scratch = new byte[LENGTH_LINE_BYTES_MAX + Decimal.DIGITS_MAX + 2];

    /** The envelope of the last frame, and room for a count behind it. */
    private final byte[] envelope = new byte[BEGIN_BYTES_MAX];

    private int envelopeBytes;
    private long envelopeOffset = -1;

    FrameWriter(ByteRing ring) {
        this.ring = ring;
        envelope[0] = '*';
        envelope[1] = '2';
        envelope[2] = '\r';
        envelope[3] = '\n';
        envelope[4] = ':';
    }

    /** Writes {@code *2\r\n:<offset>\r\n*<argc>\r\n}. */
    void begin(long offset, int argc) {
        prepareEnvelope(offset);
        ring.append(envelope, 0, lengthLine('*', argc, envelope, envelopeBytes));
    }

    private void prepareEnvelope(long offset) {
        int last = envelopeBytes - CRLF.length - 1;
        if (offset == envelopeOffset + 1 && last >= DIGITS_AT && envelope[last] < '9') {
            envelope[last]++;
        } else {
            envelopeBytes = crlf(envelope, Decimal.write(offset, envelope, DIGITS_AT));
        }
        envelopeOffset = offset;
    }

    /** Writes {@code $<length>\r\n<bytes>\r\n}. */
    void arg(MemorySegment bytes, long offset, int length) {
        if (length <= ring.contiguous() - ARG_FRAMING_BYTES_MAX) {
            var chunk = ring.endChunk();
            int from = ring.endAt();
            long at = lengthLine(length, chunk, from);
            MemorySegment.copy(bytes, offset, chunk, at, length);
            ring.filled((int) crlf(chunk, at + length) - from);
        } else {
            beginArg(length);
            ring.append(bytes, offset, length);
            endArg();
        }
    }

    void arg(byte[] bytes, int offset, int length) {
        if (length <= ring.contiguous() - ARG_FRAMING_BYTES_MAX) {
            var chunk = ring.endChunk();
            int from = ring.endAt();
            long at = lengthLine(length, chunk, from);
            MemorySegment.copy(bytes, offset, chunk, BYTE, at, length);
            ring.filled((int) crlf(chunk, at + length) - from);
        } else {
            beginArg(length);
            ring.append(bytes, offset, length);
            endArg();
        }
    }

    /** Writes a number as a bulk string of its decimal digits. */
    void arg(long value) {
        int at = lengthLine('$', Decimal.digits(value), scratch, 0);
        ring.append(scratch, 0, crlf(scratch, Decimal.write(value, scratch, at)));
    }

    /** Writes {@code $<length>\r\n}. */
    void beginArg(int length) {
        ring.append(scratch, 0, lengthLine('$', length, scratch, 0));
    }

    /** Writes bytes of the argument that was begun. */
    void piece(MemorySegment bytes, long offset, int length) {
        ring.append(bytes, offset, length);
    }

    /** Writes the {@code \r\n} behind the argument that was begun. */
    void endArg() {
        ring.append(CRLF, 0, CRLF.length);
    }

    private static long lengthLine(int length, MemorySegment target, long at) {
        target.set(BYTE, at, (byte) '$');
        return crlf(target, Decimal.write(length, target, at + 1));
    }

    private static int lengthLine(char type, int length, byte[] target, int at) {
        target[at] = (byte) type;
        return crlf(target, Decimal.write(length, target, at + 1));
    }

    private static long crlf(MemorySegment target, long at) {
        target.set(BYTE, at, (byte) '\r');
        target.set(BYTE, at + 1, (byte) '\n');
        return at + 2;
    }

    private static int crlf(byte[] target, int at) {
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }
}
