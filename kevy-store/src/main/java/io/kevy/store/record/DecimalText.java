package io.kevy.store.record;

import java.lang.foreign.MemorySegment;

/**
 * Signed 64-bit integers as decimal text, strictly: the only accepted form of a number is the one
 * this class writes, so that a value kept as an integer comes back byte for byte.
 */
public final class DecimalText {

    /** Length of {@link Long#MIN_VALUE}. */
    public static final int BYTES_MAX = 20;

    private DecimalText() {}

    /** Length of the text in bytes. */
    public static int length(long value) {
        int sign = value < 0 ? 1 : 0;
        long rest = value < 0 ? value : -value;
        int digits = 1;
        for (long bound = -10; digits < 19 && rest <= bound; bound *= 10) {
            digits++;
        }
        return sign + digits;
    }

    /** Writes the text of {@code length(value)} bytes. */
    public static void write(long value, int length, MemorySegment target, long at) {
        long rest = value < 0 ? value : -value;
        long i = at + length;
        do {
            target.set(Words.BYTE, --i, (byte) ('0' - rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            target.set(Words.BYTE, --i, (byte) '-');
        }
    }

    /** Whether the text is one that {@link #write} writes. */
    public static boolean isLong(MemorySegment text, long from, int length) {
        if (length == 0 || length > BYTES_MAX) {
            return false;
        }
        boolean negative = text.get(Words.BYTE, from) == '-';
        int digits = negative ? length - 1 : length;
        long at = negative ? from + 1 : from;
        if (digits == 0 || digits > 19) {
            return false;
        }
        if (text.get(Words.BYTE, at) == '0') {
            return length == 1;
        }
        for (int i = 0; i < digits; i++) {
            byte digit = text.get(Words.BYTE, at + i);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return digits < 19 || negative == (parse(text, from, length) < 0);
    }

    /**
     * The value of a text for which {@link #isLong} holds; wraps around for 19 digits that are no
     * long.
     */
    public static long parse(MemorySegment text, long from, int length) {
        boolean negative = text.get(Words.BYTE, from) == '-';
        long value = 0;
        for (long i = from + (negative ? 1 : 0); i < from + length; i++) {
            value = value * 10 - (text.get(Words.BYTE, i) - '0');
        }
        return negative ? value : -value;
    }
}
