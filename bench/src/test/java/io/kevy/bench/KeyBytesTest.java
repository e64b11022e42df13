package io.kevy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyBytesTest {
    @Test
    void keysAreThoseOfRedisBenchmark() {
        var key = new KeyBytes();
        assertEquals("key:000000000000", text(key.bytes()));
        assertEquals("key:000000099999", text(key.number(99_999)));
        assertEquals("key:999999999999", text(key.number(999_999_999_999L)));
        assertEquals("key:000000000007", text(key.number(7)));
    }

    @Test
    void randomNumbersReachTheWholeRangeAndNothingElse() {
        var random = new RandomNumbers(1);
        var seen = new boolean[10];
        for (int i = 0; i < 1000; i++) {
            seen[random.below(10)] = true;
        }
        for (boolean number : seen) {
            assertTrue(number);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
