package io.kevy.bench.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoreBenchmarksTest {
    private static final int KEYS = 1000;

    @Test
    void everyDrawnKeyIsThere() {
        var benchmark = new KeyspaceBenchmark(KEYS);
        byte[] value = "x".repeat(64).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            assertTrue(new String(benchmark.key().toArray(), StandardCharsets.US_ASCII)
                    .startsWith("key:000000000"));
            assertArrayEquals(value, benchmark.get());
            assertArrayEquals(value, benchmark.getTogether());
            benchmark.set();
        }
        benchmark.close();
    }

    @Test
    void everyKeyLookedUpIsFound() {
        var benchmark = new LookupBenchmark(KEYS);
        for (int i = 0; i < 100; i++) {
            assertTrue(benchmark.find());
            assertEquals(16, benchmark.findTogether());
        }
        benchmark.close();
    }

    @Test
    void aFreezeSeesAllKeysAndTheWriteBehindItLeavesNothing() {
        var benchmark = new FreezeBenchmark(KEYS);
        for (int i = 0; i < 100; i++) {
            assertEquals(KEYS, benchmark.freeze());
            assertFalse(benchmark.freezeAndWrite());
        }
        benchmark.close();
    }
}
