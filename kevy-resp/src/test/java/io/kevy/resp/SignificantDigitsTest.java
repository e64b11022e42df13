package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignificantDigitsTest {

    @Test
    void doublesAreWrittenAsPrintfWithSeventeenDigitsDoes() {
        written("0", 0.0);
        written("-0", -0.0);
        written("1", 1.0);
        written("-1", -1.0);
        written("3.1400000000000001", 3.14);
        written("-1.5", -1.5);
        written("0.10000000000000001", 0.1);
        written("0.0001", 0.0001);
        written("1.0000000000000001e-05", 1e-05);
        written("1.2e-05", 1.2e-05);
        written("1234567.8899999999", 1234567.89);
        written("99999999999999984", 9.999999999999998e16);
        written("1e+17", 1e17);
        written("1.2345678901234568e+17", 1.2345678901234568e17);
        written("1e+100", 1e100);
        written("1.7976931348623157e+308", 1.7976931348623157e308);
        written("9007199254740994", 9007199254740994.0);
        written("0.5", 0.5);
        written("0.33333333333333331", 0.3333333333333333);
        written("0.66666666666666663", 0.6666666666666666);
        written("123456.7890625", 123456.7890625);
        written("9.9999999999999995e-08", 1e-07);
        written("0.00012344999999999999", 0.00012345);
        written("4.9406564584124654e-324", Double.MIN_VALUE);
        written("2.2250738585072014e-308", 2.2250738585072014e-308);
        written("10000000000000000", 1e16);
        written("1000000000000000.5", 1000000000000000.5);
        written("1e+21", 1e21);
        written("1e+22", 1e22);
        written("9.9999999999999992e+22", 1e23);
        written("-0.0001", -0.0001);
        written("0.29999999999999999", 0.3);
        written("2.5", 2.5);
        written("0.00011000000000000002", 0.00011000000000000002);
        written("12345678901234568", 1.2345678901234568e16);
        written("inf", Double.POSITIVE_INFINITY);
        written("-inf", Double.NEGATIVE_INFINITY);
        written("nan", Double.NaN);
    }

    @Test
    void everyDoubleIsReadBackAsItself() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double value = switch (random.nextInt(3)) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt() / 1000.0;
                default -> (double) (random.nextLong() >> random.nextInt(64));
            };
            if (!Double.isNaN(value) && !Double.isInfinite(value)) {
                String text = SignificantDigits.format(value);
                assertEquals(value, Double.parseDouble(text), text);
                assertTrue(text.length() <= 24, text);
            }
        }
    }

    private static void written(String expected, double value) {
        assertEquals(expected, SignificantDigits.format(value));
    }
}
