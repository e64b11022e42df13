package io.kevy.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Signed 64-bit integers as decimal text, strictly: the only accepted form of a number is the one
 * this class writes, so that a value kept as an integer comes back byte for byte.
 */
final class DecimalText {

    /** Length of {@link Long#MIN_VALUE}. */
    static final int BYTES_MAX = 20;

    private DecimalText() {}

    /** Length of the text in bytes. */
    static int length(long value) {
        int sign = value < 0 ? 1 : 0;
        long rest = value < 0 ? value : -value;
        int digits = 1;
        for (long bound = -10; digits < 19 && rest <= bound; bound *= 10) {
            digits++;
        }
        return sign + digits;
    }

    /** Writes the text of {@code length(value)} bytes. */
    static void write(long value, int length, byte[] target, int at) {
        long rest = value < 0 ? value : -value;
        int i = at + length;
        do {
            target[--i] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            target[--i] = '-';
        }
    }

    /** Byte {@code index} of the text of {@code length(value)} bytes. */
    static byte byteAt(long value, int length, int index) {
        if (value < 0 && index == 0) {
            return '-';
        }
        long rest = value < 0 ? value : -value;
        for (int i = length - 1; i > index; i--) {
            rest /= 10;
        }
        return (byte) ('0' - rest % 10);
    }

    static boolean isLong(byte[] text, int from, int length) {
        if (length == 0 || length > BYTES_MAX) {
            return false;
        }
        boolean negative = text[from] == '-';
        int digits = negative ? length - 1 : length;
        int at = negative ? from + 1 : from;
        if (digits == 0 || digits > 19) {
            return false;
        }
        if (text[at] == '0') {
            return length == 1;
        }
        for (int i = 0; i < digits; i++) {
            if (text[at + i] < '0' || text[at + i] > '9') {
                return false;
            }
        }
        return digits < 19 || negative == (parse(text, from, length) < 0);
    }

    /**
     * The value of a text for which {@link #isLong} holds; wraps around for 19 digits that are no
     * long.
     */
    static long parse(byte[] text, int from, int length) {
        boolean negative = text[from] == '-';
        long value = 0;
        for (int i = from + (negative ? 1 : 0); i < from + length; i++) {
            value = value * 10 - (text[i] - '0');
        }
        return negative ? value : -value;
    }

    static boolean isLong(MemorySegment page, long from, int length) {
        if (length == 0 || length > BYTES_MAX) {
            return false;
        }
        boolean negative = page.get(ValueLayout.JAVA_BYTE, from) == '-';
        int digits = negative ? length - 1 : length;
        long at = negative ? from + 1 : from;
        if (digits == 0 || digits > 19) {
            return false;
        }
        if (page.get(ValueLayout.JAVA_BYTE, at) == '0') {
            return length == 1;
        }
        for (int i = 0; i < digits; i++) {
            byte digit = page.get(ValueLayout.JAVA_BYTE, at + i);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return digits < 19 || negative == (parse(page, from, length) < 0);
    }

    static long parse(MemorySegment page, long from, int length) {
        boolean negative = page.get(ValueLayout.JAVA_BYTE, from) == '-';
        long value = 0;
        for (long i = from + (negative ? 1 : 0); i < from + length; i++) {
            value = value * 10 - (page.get(ValueLayout.JAVA_BYTE, i) - '0');
        }
        return negative ? value : -value;
    }
}
