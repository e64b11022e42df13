package io.kevy.replicate;

import io.kevy.resp.Decimal;

/**
 * Bytes waiting for a socket: one array, filled behind and sent from the front.
 *
 * <p>The array grows with what is pending and gives memory back when all has been sent.
 */
final class OutputBuffer {
    private static final byte[] NONE = {};
    private static final int INITIAL_BYTES = 1 << 10;
    private static final int LINE_BYTES_MAX = 64;

    private final int keptBytesMax;
    private byte[] array = NONE;
    private int from;
    private int to;

    /**
     * @param keptBytesMax an empty buffer larger than this is let go
     */
    OutputBuffer(int keptBytesMax) {
        this.keptBytesMax = keptBytesMax;
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int pending() {
        return to - from;
    }

    /** Makes room for {@code length} bytes at {@link #to}. */
    void reserve(int length) {
        if (array.length - to >= length) {
            return;
        }
        int pending = pending();
        int needed = Math.addExact(pending, length);
        byte[] target = array;
        if (needed > array.length) {
            int doubled = array.length > Integer.MAX_VALUE / 2 ? needed : array.length * 2;
            target = new byte[Math.max(INITIAL_BYTES, Math.max(needed, doubled))];
        }
        System.arraycopy(array, from, target, 0, pending);
        array = target;
        from = 0;
        to = pending;
    }

    /** Counts bytes that were put into the array at {@link #to}. */
    void filled(int length) {
        to += length;
    }

    void append(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, to, length);
        to += length;
    }

    /** Appends {@code text<number>\r\n}. */
    void line(String ascii, long number) {
        reserve(LINE_BYTES_MAX);
        for (int i = 0; i < ascii.length(); i++) {
            array[to++] = (byte) ascii.charAt(i);
        }
        to = Decimal.write(number, array, to);
        array[to++] = '\r';
        array[to++] = '\n';
    }

    /** Takes bytes off the front. */
    void sent(int length) {
        if (length < 0 || length > pending()) {
            throw new IllegalArgumentException(length + " sent of " + pending());
        }
        from += length;
        if (from == to) {
            from = 0;
            to = 0;
            if (array.length > keptBytesMax) {
                array = new byte[INITIAL_BYTES];
            }
        }
    }

    /** Drops everything. */
    void release() {
        array = NONE;
        from = 0;
        to = 0;
    }
}
