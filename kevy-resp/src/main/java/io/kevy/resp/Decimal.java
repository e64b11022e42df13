package io.kevy.resp;

import java.nio.charset.StandardCharsets;

/**
 * Longs as ASCII decimals, both ways, without allocation.
 *
 * <p>Reading is as strict as Redis's {@code string2ll}: an optional minus sign and digits, without
 * spaces, plus sign, leading zeros or negative zero, so that every long has exactly one spelling.
 */
public final class Decimal {
    /** Bytes of the longest long, {@link Long#MIN_VALUE}. */
    public static final int DIGITS_MAX = 20;

    /** "00", "01" to "99", one after the other. */
    private static final byte[] PAIRS = pairs();

    /** 10 to the power of 0 to 18. */
    private static final long[] POWERS = powers();

    private Decimal() {}

    /** Bytes that {@link #write} needs for this value, the minus sign included. */
    public static int digits(long value) {
        if (value < 0) {
            // The one long without a positive counterpart has as many digits as its neighbour.
            return 1 + unsignedDigits(value == Long.MIN_VALUE ? Long.MAX_VALUE : -value);
        }
        return unsignedDigits(value);
    }

    private static int unsignedDigits(long value) {
        // 1233 / 4096 is a little more than log10(2): this is the number of digits or one too few.
        int estimate = ((64 - Long.numberOfLeadingZeros(value | 1)) * 1233) >> 12;
        return value >= POWERS[estimate] ? estimate + 1 : Math.max(estimate, 1);
    }

    /**
     * Writes the value in decimal.
     *
     * @return the position after the last byte written
     */
    public static int write(long value, byte[] target, int at) {
        if (value >= 0 && value < 100) {
            return writeShort((int) value, target, at);
        }
        int end = at + digits(value);
        if (value < 0) {
            target[at] = '-';
        }
        writeDigits(value < 0 ? value : -value, target, end);
        return end;
    }

    private static int writeShort(int value, byte[] target, int at) {
        if (value < 10) {
            target[at] = (byte) ('0' + value);
            return at + 1;
        }
        target[at] = PAIRS[2 * value];
        target[at + 1] = PAIRS[2 * value + 1];
        return at + 2;
    }

    /** Writes the digits of {@code -negative} so that the last one stands before {@code end}. */
    private static void writeDigits(long negative, byte[] target, int end) {
        int at = end;
        long rest = negative;
        while (rest <= Integer.MIN_VALUE) {
            long quotient = rest / 100;
            int pair = (int) (quotient * 100 - rest) << 1;
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            rest = quotient;
        }
        int small = (int) rest;
        while (small <= -100) {
            int quotient = small / 100;
            int pair = (quotient * 100 - small) << 1;
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            small = quotient;
        }
        int pair = -small << 1;
        target[--at] = PAIRS[pair + 1];
        if (small <= -10) {
            target[--at] = PAIRS[pair];
        }
    }

    /** Whether these bytes are the one spelling of a long. */
    public static boolean isLong(byte[] source, int offset, int length) {
        if (length <= 0 || length > DIGITS_MAX) {
            return false;
        }
        int at = offset;
        int digits = length;
        boolean minus = source[at] == '-';
        if (minus) {
            at++;
            digits--;
        }
        if (digits == 0 || digits > 19) {
            return false;
        }
        int first = source[at] - '0';
        if (first == 0) {
            return length == 1;
        }
        if (first < 0 || first > 9) {
            return false;
        }
        int end = at + digits;
        long negative = -first;
        while (++at < end) {
            int digit = source[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            // Only the 19th digit can leave the range, and then wraps around to a positive number.
            negative = negative * 10 - digit;
        }
        return negative < 0 && (minus || negative != Long.MIN_VALUE);
    }

    /**
     * The long that these bytes spell.
     *
     * @throws NumberFormatException where {@link #isLong} is false
     */
    public static long parse(byte[] source, int offset, int length) {
        if (!isLong(source, offset, length)) {
            throw new NumberFormatException("not a decimal long");
        }
        return read(source, offset, length);
    }

    /** The long that these bytes spell, where {@link #isLong} is known to be true. */
    static long read(byte[] source, int offset, int length) {
        int at = offset;
        int end = offset + length;
        boolean minus = source[at] == '-';
        if (minus) {
            at++;
        }
        long negative = 0;
        while (at < end) {
            negative = negative * 10 - (source[at++] - '0');
        }
        return minus ? negative : -negative;
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    private static byte[] pairs() {
        StringBuilder text = new StringBuilder(200);
        for (int i = 0; i < 100; i++) {
            text.append((char) ('0' + i / 10)).append((char) ('0' + i % 10));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
