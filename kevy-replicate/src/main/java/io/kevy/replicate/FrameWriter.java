package io.kevy.replicate;

import io.kevy.resp.Decimal;

/**
 * Encodes frames into a {@link ByteRing}: {@link #begin}, then as many arguments as announced.
 *
 * <p>Nothing is allocated. An argument that fits into the ring's last chunk is written in place; the
 * rare one that crosses into the next chunk goes piece by piece.
 */
final class FrameWriter {
    private static final int LENGTH_LINE_BYTES_MAX = 1 + 10 + 2;
    private static final byte[] CRLF = {'\r', '\n'};

    private final ByteRing ring;
    private final byte[] scratch = new byte[64];

    FrameWriter(ByteRing ring) {
        this.ring = ring;
    }

    /** Writes {@code *2\r\n:<offset>\r\n*<argc>\r\n}. */
    void begin(long offset, int argc) {
        byte[] s = scratch;
        s[0] = '*';
        s[1] = '2';
        s[2] = '\r';
        s[3] = '\n';
        s[4] = ':';
        int at = crlf(s, Decimal.write(offset, s, 5));
        s[at++] = '*';
        at = crlf(s, Decimal.write(argc, s, at));
        ring.append(s, 0, at);
    }

    /** Writes {@code $<length>\r\n<bytes>\r\n}. */
    void arg(byte[] bytes, int offset, int length) {
        if (length < Integer.MAX_VALUE - 64 && ring.fitsTail(LENGTH_LINE_BYTES_MAX + length + 2)) {
            byte[] tail = ring.tail();
            int at = lengthLine(length, tail, ring.tailAt());
            System.arraycopy(bytes, offset, tail, at, length);
            ring.tailFilledTo(crlf(tail, at + length));
            return;
        }
        ring.append(scratch, 0, lengthLine(length, scratch, 0));
        ring.append(bytes, offset, length);
        ring.append(CRLF, 0, 2);
    }

    /** Writes a number as a bulk string of its decimal digits. */
    void arg(long value) {
        int at = lengthLine(Decimal.digits(value), scratch, 0);
        at = crlf(scratch, Decimal.write(value, scratch, at));
        ring.append(scratch, 0, at);
    }

    private static int lengthLine(int length, byte[] target, int at) {
        target[at] = '$';
        return crlf(target, Decimal.write(length, target, at + 1));
    }

    private static int crlf(byte[] target, int at) {
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }
}
