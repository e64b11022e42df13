package io.kevy.replicate;

import io.kevy.resp.Decimal;

/**
 * Encodes frames into a {@link ByteRing}: {@link #begin}, then as many arguments as announced.
 *
 * <p>Nothing is allocated. What fits into the ring's last chunk is written in place; the rare rest
 * that crosses into the next chunk goes piece by piece. As offsets are consecutive, the envelope of
 * a frame is mostly that of the one before with its last digit counted up.
 */
final class FrameWriter {
    private static final int LENGTH_LINE_BYTES_MAX = 1 + 10 + 2;
    private static final int DIGITS_AT = 5;
    private static final int ENVELOPE_BYTES_MAX = DIGITS_AT + 19 + 2;
    private static final int BEGIN_BYTES_MAX = ENVELOPE_BYTES_MAX + LENGTH_LINE_BYTES_MAX;
    private static final byte[] CRLF = {'\r', '\n'};

    private final ByteRing ring;
    private final byte[] scratch = new byte[BEGIN_BYTES_MAX];
    private final byte[] envelope = new byte[ENVELOPE_BYTES_MAX];
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
        if (ring.fitsTail(BEGIN_BYTES_MAX)) {
            ring.tailFilledTo(begin(argc, ring.tail(), ring.tailAt()));
        } else {
            ring.append(scratch, 0, begin(argc, scratch, 0));
        }
    }

    private int begin(int argc, byte[] target, int at) {
        System.arraycopy(envelope, 0, target, at, envelopeBytes);
        return lengthLine('*', argc, target, at + envelopeBytes);
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
    void arg(byte[] bytes, int offset, int length) {
        if (length < Integer.MAX_VALUE - 64 && ring.fitsTail(LENGTH_LINE_BYTES_MAX + length + 2)) {
            byte[] tail = ring.tail();
            int at = lengthLine('$', length, tail, ring.tailAt());
            System.arraycopy(bytes, offset, tail, at, length);
            ring.tailFilledTo(crlf(tail, at + length));
            return;
        }
        ring.append(scratch, 0, lengthLine('$', length, scratch, 0));
        ring.append(bytes, offset, length);
        ring.append(CRLF, 0, CRLF.length);
    }

    /** Writes a number as a bulk string of its decimal digits. */
    void arg(long value) {
        int at = lengthLine('$', Decimal.digits(value), scratch, 0);
        at = crlf(scratch, Decimal.write(value, scratch, at));
        ring.append(scratch, 0, at);
    }

    private static int lengthLine(char type, int length, byte[] target, int at) {
        target[at] = (byte) type;
        return crlf(target, Decimal.write(length, target, at + 1));
    }

    private static int crlf(byte[] target, int at) {
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }
}
