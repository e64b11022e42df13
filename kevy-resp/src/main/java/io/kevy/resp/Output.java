package io.kevy.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array with the pieces that requests and replies are made of. Every method makes
 * room for all it writes first, so that nothing is ever half written.
 */
final class Output {
    private static final int CAPACITY_MAX = Integer.MAX_VALUE - 8;

    /** Type byte, a long, CRLF. */
    private static final int HEADER_BYTES_MAX = 1 + Decimal.DIGITS_MAX + 2;

    byte[] array;
    int size;

    Output(int initialBytes) {
        array = new byte[initialBytes];
    }

    /** Makes room for {@code more} bytes behind the last one. */
    void reserve(long more) {
        if (more > array.length - size) {
            grow(more);
        }
    }

    /** Gives capacity beyond {@code capacityMax} back, as far as what is held allows. */
    void shrink(int capacityMax) {
        int capacity = Math.max(capacityMax, size);
        if (array.length > capacity) {
            array = Arrays.copyOf(array, capacity);
        }
    }

    void header(char type, long number) {
        reserve(HEADER_BYTES_MAX);
        size = header(type, number, array, size);
    }

    void bytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    void bulk(byte[] source, int offset, int length) {
        reserve(HEADER_BYTES_MAX + length + 2L);
        byte[] target = array;
        int at = header('$', length, target, size);
        System.arraycopy(source, offset, target, at, length);
        size = crlf(target, at + length);
    }

    /** A bulk string whose content is still to be filled in, at the position returned. */
    int bulkReserve(int length) {
        reserve(HEADER_BYTES_MAX + length + 2L);
        int at = header('$', length, array, size);
        size = crlf(array, at + length);
        return at;
    }

    void bulkLong(long value) {
        reserve(HEADER_BYTES_MAX + Decimal.DIGITS_MAX + 2);
        int at = header('$', Decimal.digits(value), array, size);
        size = crlf(array, Decimal.write(value, array, at));
    }

    void bulkUtf8(String text) {
        int length = text.length();
        reserve(HEADER_BYTES_MAX + length + 2L);
        byte[] target = array;
        int at = header('$', length, target, size);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                bulk(encoded, 0, encoded.length);
                return;
            }
            target[at++] = (byte) c;
        }
        size = crlf(target, at);
    }

    /**
     * A line of one byte per character: ISO-8859-1, '?' for what it does not have. Line ends within
     * become spaces, so that the text cannot pass for another reply.
     */
    void line(char type, String text, int length) {
        reserve(length + 3L);
        byte[] target = array;
        int at = size;
        target[at++] = (byte) type;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            target[at++] = (byte) (c == '\r' || c == '\n' ? ' ' : c > 0xFF ? '?' : c);
        }
        size = crlf(target, at);
    }

    void crlf() {
        reserve(2);
        size = crlf(array, size);
    }

    private static int header(char type, long number, byte[] target, int at) {
        target[at] = (byte) type;
        return crlf(target, Decimal.write(number, target, at + 1));
    }

    private static int crlf(byte[] target, int at) {
        target[at] = '\r';
        target[at + 1] = '\n';
        return at + 2;
    }

    private void grow(long more) {
        long needed = size + more;
        if (needed > CAPACITY_MAX) {
            throw new OutOfMemoryError("output of " + needed + " bytes is over 2 GiB");
        }
        long capacity = Math.max(needed, Math.min(2L * array.length, CAPACITY_MAX));
        array = Arrays.copyOf(array, (int) capacity);
    }
}
