package io.kevy.store.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTextTest {

    @Test
    void everyLongComesBack() {
        var random = new Random(9);
        check(0);
        check(Long.MIN_VALUE);
        check(Long.MAX_VALUE);
        long power = 1;
        for (int i = 0; i < 19; i++, power *= 10) {
            check(power);
            check(power - 1);
            check(-power);
            check(1 - power);
        }
        for (int i = 0; i < 10_000; i++) {
            check(random.nextLong() >> random.nextInt(64));
        }
    }

    private static void check(long value) {
        String text = Long.toString(value);
        int length = DecimalText.length(value);
        assertEquals(text.length(), length);
        var bytes = new byte[length + 2];
        var memory = MemorySegment.ofArray(bytes);
        DecimalText.write(value, length, memory, 1);
        assertEquals("\0" + text + "\0", new String(bytes, ISO_8859_1));
        assertTrue(DecimalText.isLong(memory, 1, length));
        assertEquals(value, DecimalText.parse(memory, 1, length));
    }

    @Test
    void otherTextsAreNoIntegers() {
        try (var arena = Arena.ofConfined()) {
            for (String text : new String[] {"", "-", "--1", "-0", "00", "01", "-01", "+1", " 1",
                "1 ", "1a", "a1", "1.0",
                "9223372036854775808", "-9223372036854775809", "9999999999999999999",
                "-9999999999999999999",
                "10000000000000000000", "18446744073709551616", "-18446744073709551617",
                "123456789012345678901"}) {
                byte[] bytes = text.getBytes(ISO_8859_1);
                var memory = arena.allocate(bytes.length + 1);
                MemorySegment.copy(bytes, 0, memory, Words.BYTE, 0, bytes.length);
                assertFalse(DecimalText.isLong(memory, 0, bytes.length), text);
            }
        }
    }
}
