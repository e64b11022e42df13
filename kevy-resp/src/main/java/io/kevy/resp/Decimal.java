package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Longs as ASCII decimals, both ways, without allocation.
 *
 * <p>Reading is as strict as Redis's {@code string2ll}: an optional minus sign and digits, without
 * spaces, plus sign, leading zeros or negative zero, so that every long has exactly one spelling.
 */
public final class Decimal {
    /** Bytes of the longest long, {@link Long#MIN_VALUE}. */
    public static final int DIGITS_MAX = 20;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final ValueLayout.OfShort PAIR =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** "00", "01" to "99", in the order of {@link #PAIR}. */
    private static final short[] PAIRS = pairs();

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
    public static long write(long value, MemorySegment target, long at) {
        if (value >= 0 && value < 10) {
            target.set(BYTE, at, (byte) ('0' + value));
            return at + 1;
        }
        long end = at + digits(value);
        if (value < 0) {
            target.set(BYTE, at, (byte) '-');
        }
        writeDigits(value < 0 ? value : -value, target, end);
        return end;
    }

    /** Like the method for memory, for an array; without a segment of it, which would be garbage. */
    public static int write(long value, byte[] target, int at) {
        int end = at + digits(value);
        int to = end;
        long rest = value;
        do {
            target[--to] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            target[at] = '-';
        }
        return end;
    }

    /** Writes the digits of {@code -negative} so that the last one stands before {@code end}. */
    private static void writeDigits(long negative, MemorySegment target, long end) {
        long at = end;
        long rest = negative;
        while (rest <= Integer.MIN_VALUE) {
            long quotient = rest / 100;
            at -= 2;
            target.set(PAIR, at, PAIRS[(int) (quotient * 100 - rest)]);
            rest = quotient;
        }
        int small = (int) rest;
        while (small <= -100) {
            int quotient = small / 100;
            at -= 2;
            target.set(PAIR, at, PAIRS[quotient * 100 - small]);
            small = quotient;
        }
        if (small <= -10) {
            target.set(PAIR, at - 2, PAIRS[-small]);
        } else {
            target.set(BYTE, at - 1, (byte) ('0' - small));
        }
    }

    /** Whether these bytes are the one spelling of a long. */
    public static boolean isLong(MemorySegment source, long offset, int length) {
        if (length <= 0 || length > DIGITS_MAX) {
            return false;
        }
        long at = offset;
        int digits = length;
        boolean minus = source.get(BYTE, at) == '-';
        if (minus) {
            at++;
            digits--;
        }
        if (digits == 0 || digits > 19) {
            return false;
        }
        int first = source.get(BYTE, at) - '0';
        if (first == 0) {
            return length == 1;
        }
        if (first < 0 || first > 9) {
            return false;
        }
        long negative = -first;
        for (int i = 1; i < digits; i++) {
            int digit = source.get(BYTE, at + i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            // Only the 19th digit can leave the range, and then wraps around to a positive number.
            negative = negative * 10 - digit;
        }
        return negative < 0 && (minus || negative != Long.MIN_VALUE);
    }

    /** Like the method for memory, for an array. */
    public static boolean isLong(byte[] source, int offset, int length) {
        return isLong(MemorySegment.ofArray(source), offset, length);
    }

    /**
     * The long that these bytes spell.
     *
     * @throws NumberFormatException where {@link #isLong} is false
     */
    public static long parse(MemorySegment source, long offset, int length) {
        if (!isLong(source, offset, length)) {
            throw new NumberFormatException("not a decimal long");
        }
        return read(source, offset, length);
    }

    /** Like the method for memory, for an array. */
    public static long parse(byte[] source, int offset, int length) {
        return parse(MemorySegment.ofArray(source), offset, length);
    }

    /** The long that these bytes spell, where {@link #isLong} is known to be true. */
    static long read(MemorySegment source, long offset, int length) {
        boolean minus = source.get(BYTE, offset) == '-';
        long negative = 0;
        for (int i = minus ? 1 : 0; i < length; i++) {
            negative = negative * 10 - (source.get(BYTE, offset + i) - '0');
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

    private static short[] pairs() {
        short[] pairs = new short[100];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (('0' + i / 10) | (('0' + i % 10) << 8));
        }
        return pairs;
    }
}
