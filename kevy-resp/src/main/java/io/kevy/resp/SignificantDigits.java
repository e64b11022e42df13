package io.kevy.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Doubles with 17 significant digits, as C's {@code printf("%.17g")} writes them. */
final class SignificantDigits {
    private static final int DIGITS = 17;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    /** Below this every integer has at most 17 digits, and so is written in full. */
    private static final double INTEGER_BOUND = 1e17;

    private SignificantDigits() {}

    static String format(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (Math.abs(value) < INTEGER_BOUND && value == (long) value) {
            boolean negativeZero = value == 0 && 1 / value < 0;
            return negativeZero ? "-0" : Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(Math.abs(value)).round(ROUNDING).stripTrailingZeros();
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        StringBuilder text = new StringBuilder(DIGITS + 8);
        if (value < 0) {
            text.append('-');
        }
        if (exponent < -4 || exponent >= DIGITS) {
            scientific(text, digits, exponent);
        } else {
            fixed(text, digits, exponent);
        }
        return text.toString();
    }

    private static void scientific(StringBuilder text, String digits, int exponent) {
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        int magnitude = Math.abs(exponent);
        text.append('e').append(exponent < 0 ? '-' : '+');
        text.append(magnitude < 10 ? "0" : "").append(magnitude);
    }

    private static void fixed(StringBuilder text, String digits, int exponent) {
        int whole = exponent + 1;
        if (whole <= 0) {
            text.append("0.").repeat('0', -whole).append(digits);
        } else if (digits.length() <= whole) {
            text.append(digits).repeat('0', whole - digits.length());
        } else {
            text.append(digits, 0, whole).append('.').append(digits, whole, digits.length());
        }
    }
}
