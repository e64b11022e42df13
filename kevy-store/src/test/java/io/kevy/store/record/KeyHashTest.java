package io.kevy.store.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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

    private static long hash(KeyHash keyHash, byte[] key) {
        return keyHash.of(MemorySegment.ofArray(key), 0, key.length);
    }

    @Test
    void theSameBytesHaveTheSameHashWhereverTheyLie() {
        var random = new Random(2);
        try (var arena = Arena.ofConfined()) {
            for (int length = 0; length < 200; length++) {
                var bytes = new byte[length + 9];
                random.nextBytes(bytes);
                var page = arena.allocate(length + 20);
                MemorySegment.copy(bytes, 5, page, Words.BYTE, 3, length);
                assertEquals(
                        keyHash.of(MemorySegment.ofArray(bytes), 5, length),
                        keyHash.of(page, 3, length));
            }
        }
    }

    @Test
    void similarKeysHaveDifferentHashes() {
        var hashes = new HashSet<Long>();
        for (int length = 0; length < 100; length++) {
            hashes.add(hash(keyHash, new byte[length]));
            for (int bit = 0; bit < length * 8; bit++) {
                var key = new byte[length];
                key[bit / 8] = (byte) (1 << (bit % 8));
                hashes.add(hash(keyHash, key));
            }
        }
        assertEquals(100 + 8 * 99 * 100 / 2, hashes.size());
    }

    @Test
    void theSeedChangesEveryHash() {
        byte[] key = "key".getBytes(ISO_8859_1);
        assertNotEquals(hash(keyHash, key), hash(new KeyHash(2), key));
    }

    @Test
    void countedKeysSpreadEvenlyOverTopAndLowBits() {
        int keys = 1 << 16;
        var top = new int[256];
        var low = new int[256];
        for (int i = 0; i < keys; i++) {
            long hash = hash(keyHash, ("key:" + i).getBytes(ISO_8859_1));
            top[(int) (hash >>> 56)]++;
            low[(int) hash & 255]++;
        }
        for (int i = 0; i < 256; i++) {
            assertTrue(Math.abs(top[i] - 256) < 100 && Math.abs(low[i] - 256) < 100);
        }
    }
}
