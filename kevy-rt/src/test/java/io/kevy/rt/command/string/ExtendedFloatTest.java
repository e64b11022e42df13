package io.kevy.rt.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExtendedFloatTest {
    private static @Nullable ExtendedFloat tryParse(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return ExtendedFloat.parse(bytes, 1, bytes.length - 2);
    }

    private static ExtendedFloat parse(String text) {
        var number = tryParse(text);
        assertNotNull(number, text);
        return number;
    }

    @Test
    void decimalTextsComeBackWithoutTrailingZeros() {
        assertEquals("0", parse("0").text());
        assertEquals("0", parse("-0.000").text());
        assertEquals("5000", parse("5.0e3").text());
        assertEquals("0.1", parse("0.1").text());
        assertEquals("-12.5", parse("-12.50").text());
        assertEquals("0.5", parse(".5").text());
        assertEquals("5", parse("+5.").text());
        assertEquals("24", parse("0x1.8P4").text());
    }

    @Test
    void anySixtyFourBitIntegerIsExactAndLongerOnesAreRoundedToEven() {
        assertEquals("18446744073709551615", parse("18446744073709551615").text());
        assertEquals("18446744073709551616", parse("18446744073709551617").text());
        assertEquals("18446744073709551620", parse("18446744073709551619").text());
        assertEquals("-9223372036854775809", parse("-9223372036854775809").text());
    }

    @Test
    void aSumIsRoundedOnce() {
        assertEquals("0.3", parse("0.1").plus(parse("0.2")).text());
        assertEquals("18446744073709551616", parse("18446744073709551615").plus(parse("1")).text());
        assertEquals("0", parse("1e-30").plus(parse("-1e-30")).text());
        assertEquals("1", parse("1").plus(parse("1e-4940")).text());
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (String text : List.of(
                "", " 1", "1 ", "1e", "1e+", "e5", ".", "-", "--1", "1.2.3", "nan", "0x",
                "0xg", "0x1p", "1p3", "infin", "1,5", "\u0661", "1e5e5", "1\u00000")) {
            assertNull(tryParse(text), text);
        }
    }

    @Test
    void whatIsOutOfRangeIsRefusedUnlessItSaysInfinity() {
        assertNull(tryParse("1e4933"));
        assertNull(tryParse("-1.19e4932"));
        assertNull(tryParse("1e-4952"));
        assertNull(tryParse("0x1p16384"));
        assertNull(tryParse("1e99999999999999999999"));
        assertNull(tryParse("1e-99999999999999999999"));
        assertEquals("0", parse("0e99999999999999999999").text());
        assertEquals("0", parse("0x0p-99999999999999999999").text());
        assertFalse(parse("inf").isFinite());
        assertFalse(parse("-Infinity").isFinite());
        assertFalse(parse("1.1e4932").plus(parse("1.1e4932")).isFinite());
        assertFalse(parse("1").plus(parse("inf")).isFinite());
    }

    @Test
    void theLargestAndTheSmallestNumbersAreHeld() {
        var largest = parse("0xffffffffffffffffp16320");
        assertEquals(
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE).shiftLeft(16320).toString(),
                largest.text());
        assertFalse(largest.plus(parse("0x1p16319")).isFinite());
        assertNotNull(tryParse("0x1p-16445"));
        assertNull(tryParse("0x1p-16446"));
        assertNotNull(tryParse("0x1.8p-16446"));
    }

    @Test
    void aTextThatIsTooLongForRedisIsRefused() {
        assertNotNull(tryParse("1" + "0".repeat(4900) + "." + "0".repeat(217)));
        assertNull(tryParse("0".repeat(5120)));
    }

    @Test
    void noTextTakesLong() {
        assertTimeout(
                Duration.ofSeconds(5),
                () -> {
                    for (int i = 0; i < 20; i++) {
                        tryParse("9".repeat(5000) + "e-9900");
                        tryParse("0x" + "f".repeat(5000) + "p-36000");
                        tryParse("0x." + "0".repeat(5000) + "1p99999");
                    }
                });
    }

    @Test
    void doublesAddAsInHigherPrecision() {
        long seed = 7;
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            // Sums of integers below 2^62 and of quarters are exact in 64 bits of significand.
            long a = random.nextLong() >> 2;
            long b = random.nextLong() >> 2;
            var sum = parse(String.valueOf(a)).plus(parse(String.valueOf(b)));
            assertEquals(String.valueOf(a + b), sum.text(), "seed " + seed);
        }
    }
}
