package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyHashTest {

    private final KeyHash keyHash = new KeyHash(1);

    @Test
    void arraysAndPagesHashAlikeWhateverTheirPlace() {
        var random = new Random(2);
        try (var arena = Arena.ofConfined()) {
            for (int length = 0; length < 200; length++) {
                var bytes = new byte[length + 9];
                random.nextBytes(bytes);
                var page = arena.allocate(length + 20);
                MemorySegment.copy(bytes, 5, page, Words.BYTE, 3, length);
                assertEquals(keyHash.of(bytes, 5, length), keyHash.of(page, 3, length));
            }
        }
    }

    @Test
    void similarKeysHaveDifferentHashes() {
        var hashes = new HashSet<Long>();
        for (int length = 0; length < 100; length++) {
            hashes.add(keyHash.of(new byte[length], 0, length));
            for (int bit = 0; bit < length * 8; bit++) {
                var key = new byte[length];
                key[bit / 8] = (byte) (1 << (bit % 8));
                hashes.add(keyHash.of(key, 0, length));
            }
        }
        assertEquals(100 + 8 * 99 * 100 / 2, hashes.size());
    }

    @Test
    void theSeedChangesEveryHash() {
        assertNotEquals(keyHash.of(Bytes.of("key"), 0, 3),
                new KeyHash(2).of(Bytes.of("key"), 0, 3));
    }

    @Test
    void countedKeysSpreadEvenlyOverTopAndLowBits() {
        int keys = 1 << 16;
        var top = new int[256];
        var low = new int[256];
        for (int i = 0; i < keys; i++) {
            byte[] key = Bytes.of("key:" + i);
            long hash = keyHash.of(key, 0, key.length);
            top[(int) (hash >>> 56)]++;
            low[(int) hash & 255]++;
        }
        for (int i = 0; i < 256; i++) {
            assertTrue(Math.abs(top[i] - 256) < 100 && Math.abs(low[i] - 256) < 100);
        }
    }
}
