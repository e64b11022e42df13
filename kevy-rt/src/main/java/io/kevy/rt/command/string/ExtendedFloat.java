package io.kevy.rt.command.string;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A number with a 64-bit significand and a 15-bit exponent, which is what a C compiler for x86 calls
 * a long double and what INCRBYFLOAT therefore computes with.
 *
 * <p>Every such number is a decimal fraction, so it is held as one exactly; parsing and adding round
 * to the nearest one, ties to the even significand. Reads what {@code strtold} reads: decimal and
 * hexadecimal, with exponents, and infinities. Immutable.
 */
final class ExtendedFloat {
    static final ExtendedFloat ZERO = new ExtendedFloat(BigDecimal.ZERO);

    private static final ExtendedFloat INFINITE = new ExtendedFloat(null);

    /** Bytes of the longest text that is read. */
    private static final int TEXT_BYTES_MAX = 5 * 1024 - 1;

    private static final int SIGNIFICAND_BITS = 64;

    /** Numbers are below 2 to this power. */
    private static final int EXPONENT_MAX = 16384;

    /** Numbers are multiples of 2 to this power. */
    private static final int EXPONENT_MIN = -16445;

    /** Powers of ten and two beyond this are out of range whatever digits stand before them. */
    private static final int EXPONENT_TEXT_MAX = 100_000;

    /** Decimal digits before the point of the largest number. */
    private static final int DECIMAL_DIGITS_MAX = 4933;

    /** With more zeros than this after the point a number is nearer to zero than to any other. */
    private static final int DECIMAL_DIGITS_MIN = -4952;

    private static final int DECIMALS_SHOWN = 17;
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final BigInteger TEN = BigInteger.TEN;

    /** The exact value; null when it is infinite or not a number. */
    private final @Nullable BigDecimal value;

    private ExtendedFloat(@Nullable BigDecimal value) {
        this.value = value;
    }

    /** The nearest number to a text; null when it is none, or too large, or too near to zero. */
    static @Nullable ExtendedFloat parse(byte[] bytes, int offset, int length) {
        if (length == 0 || length > TEXT_BYTES_MAX) {
            return null;
        }
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        boolean negative = text.charAt(0) == '-';
        if (negative || text.charAt(0) == '+') {
            text = text.substring(1);
        }
        if (text.equalsIgnoreCase("inf") || text.equalsIgnoreCase("infinity")) {
            return INFINITE;
        }
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        var exact = hexadecimal ? exact(text.substring(2), 16, 'p') : exact(text, 10, 'e');
        if (exact == null) {
            return null;
        }
        var rounded = round(negative ? exact.negate() : exact);
        return rounded.value == null || (rounded.value.signum() == 0 && exact.signum() != 0)
                ? null
                : rounded;
    }

    /** The sum, rounded once. */
    ExtendedFloat plus(ExtendedFloat other) {
        return value == null || other.value == null ? INFINITE : round(value.add(other.value));
    }

    boolean isFinite() {
        return value != null;
    }

    /** The value with at most 17 decimals, without exponent or trailing zeros; finite numbers only. */
    String text() {
        if (value == null) {
            throw new AssertionError("not a finite number");
        }
        return value.setScale(DECIMALS_SHOWN, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * The value of an unsigned text: digits with at most one point, at least one digit, and perhaps
     * {@code mark} with an exponent. Null when it is not that. A value that is far out of range is
     * returned as another one that is.
     */
    private static @Nullable BigDecimal exact(String text, int radix, char mark) {
        int end = indexOfIgnoreCase(text, mark);
        String digits = end < 0 ? text : text.substring(0, end);
        int point = digits.indexOf('.');
        int decimals = point < 0 ? 0 : digits.length() - point - 1;
        if (point >= 0) {
            digits = digits.substring(0, point) + digits.substring(point + 1);
        }
        if (!areDigits(digits, radix)) {
            return null;
        }
        long exponent = 0;
        if (end >= 0) {
            boolean negative = text.startsWith("-", end + 1);
            boolean signed = negative || text.startsWith("+", end + 1);
            String power = text.substring(signed ? end + 2 : end + 1);
            if (!areDigits(power, 10)) {
                return null;
            }
            exponent = clamped(power);
            if (negative) {
                exponent = -exponent;
            }
        }
        var significand = new BigInteger(digits, radix);
        if (radix == 10) {
            return new BigDecimal(significand, (int) (decimals - exponent));
        }
        return shifted(significand, exponent - 4L * decimals);
    }

    private static int indexOfIgnoreCase(String text, char lower) {
        int found = text.indexOf(lower);
        return found >= 0 ? found : text.indexOf(Character.toUpperCase(lower));
    }

    private static boolean areDigits(String text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static long clamped(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length() && value < EXPONENT_TEXT_MAX; i++) {
            value = value * 10 + Character.digit(digits.charAt(i), 10);
        }
        return Math.min(value, EXPONENT_TEXT_MAX);
    }

    /** {@code significand * 2^exponent}, or something as far out of range. */
    private static BigDecimal shifted(BigInteger significand, long exponent) {
        int power = (int) Math.max(Math.min(exponent, 2 * EXPONENT_MAX), 3 * EXPONENT_MIN);
        return timesPowerOfTwo(significand, power);
    }

    private static BigDecimal timesPowerOfTwo(BigInteger significand, int power) {
        return power >= 0
                ? new BigDecimal(significand.shiftLeft(power))
                : new BigDecimal(significand.multiply(FIVE.pow(-power)), -power);
    }

    /** The nearest number. */
    private static ExtendedFloat round(BigDecimal exact) {
        long decimalDigits = (long) exact.precision() - exact.scale();
        if (exact.signum() == 0 || decimalDigits < DECIMAL_DIGITS_MIN) {
            return ZERO;
        }
        if (decimalDigits > DECIMAL_DIGITS_MAX) {
            return INFINITE;
        }
        var unscaled = exact.unscaledValue().abs();
        var dividend = exact.scale() < 0 ? unscaled.multiply(TEN.pow(-exact.scale())) : unscaled;
        var divisor = exact.scale() > 0 ? TEN.pow(exact.scale()) : BigInteger.ONE;
        int power = Math.max(floorLog2(dividend, divisor) + 1 - SIGNIFICAND_BITS, EXPONENT_MIN);
        var significand =
                quotient(
                        dividend.shiftLeft(Math.max(-power, 0)),
                        divisor.shiftLeft(Math.max(power, 0)));
        if (power + significand.bitLength() > EXPONENT_MAX) {
            return INFINITE;
        }
        var magnitude = timesPowerOfTwo(significand, power);
        return new ExtendedFloat(exact.signum() < 0 ? magnitude.negate() : magnitude);
    }

    /** The largest power of two that is not above the quotient. */
    private static int floorLog2(BigInteger dividend, BigInteger divisor) {
        int power = dividend.bitLength() - divisor.bitLength();
        boolean above =
                divisor.shiftLeft(Math.max(power, 0))
                        .compareTo(dividend.shiftLeft(Math.max(-power, 0))) > 0;
        return above ? power - 1 : power;
    }

    /** The nearest integer to a quotient, the even one of two. */
    private static BigInteger quotient(BigInteger dividend, BigInteger divisor) {
        var parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        return half > 0 || (half == 0 && parts[0].testBit(0))
                ? parts[0].add(BigInteger.ONE)
                : parts[0];
    }
}
