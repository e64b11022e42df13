package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalTest {

    @Test
    void whatIsWrittenIsWhatTheJdkWrites() {
        for (long value = -2000; value <= 2000; value++) {
            writtenAsTheJdkDoes(value);
        }
        for (long power = 1; power > 0; power *= 10) {
            for (long value = power - 2; value <= power + 2; value++) {
                writtenAsTheJdkDoes(value);
                writtenAsTheJdkDoes(-value);
            }
            if (power > Long.MAX_VALUE / 10) {
                break;
            }
        }
        for (int bit = 0; bit < 64; bit++) {
            writtenAsTheJdkDoes(1L << bit);
            writtenAsTheJdkDoes((1L << bit) - 1);
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            writtenAsTheJdkDoes(random.nextLong() >> random.nextInt(64));
        }
    }

    private static void writtenAsTheJdkDoes(long value) {
        String expected = Long.toString(value);
        byte[] target = new byte[30];
        int end = Decimal.write(value, target, 3);
        assertEquals(expected, Bytes.text(target, 3, end));
        byte[] other = new byte[30];
        assertEquals(end, Decimal.write(value, MemorySegment.ofArray(other), 3));
        assertArrayEquals(target, other);
        assertEquals(0, target[2]);
        assertEquals(0, target[end]);
        assertEquals(expected.length(), Decimal.digits(value));
        assertTrue(Decimal.isLong(target, 3, end - 3), expected);
        assertEquals(value, Decimal.parse(target, 3, end - 3));
    }

    @Test
    void onlyTheOneSpellingOfALongIsRead() {
        for (String text : List.of("", "-", "+1", "-0", "00", "01", "-01", " 1", "1 ", "1.0", "1a",
                "a",
                "0x1", "--1", "-+1", "9223372036854775808", "-9223372036854775809",
                "9999999999999999999", "-9999999999999999999", "10000000000000000000",
                "18446744073709551616", "18446744073709551617", "100000000000000000000", "1\0",
                "\u00b1")) {
            byte[] bytes = Bytes.of(text);
            assertFalse(Decimal.isLong(bytes, 0, bytes.length), text);
            assertThrows(NumberFormatException.class, () -> Decimal.parse(bytes, 0, bytes.length));
        }
    }

    @Test
    void digitsAreALongExactlyWhereTheyFit() {
        SplittableRandom random = new SplittableRandom(11);
        BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            text.append((char) ('1' + random.nextInt(9)));
            int digits = random.nextInt(15, 20);
            while (text.length() < digits) {
                text.append((char) ('0' + random.nextInt(10)));
            }
            BigInteger value = new BigInteger(text.toString());
            boolean fits = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
            byte[] bytes = Bytes.of(text.toString());
            assertEquals(fits, Decimal.isLong(bytes, 0, bytes.length), text::toString);
            if (fits) {
                assertEquals(value.longValue(), Decimal.parse(bytes, 0, bytes.length));
            }
        }
    }
}
