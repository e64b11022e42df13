package io.kevy.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class StoreTest {

    @Test
    void manyKeysAreFoundAgainAndRemoved() {
        try (var store = Store.open(new StoreOptions(2, true, 42))) {
            var strings = new Strings(store.keyspace(1));
            for (int i = 0; i < 100_000; i++) {
                strings.set(bytes("key" + i), bytes("value" + i), i % 3 == 0 ? 1000 + i : -1);
            }
            assertEquals(100_000, store.keyspace(1).size());
            for (int i = 0; i < 100_000; i++) {
                assertArrayEquals(bytes("value" + i), strings.get(bytes("key" + i), 0), "key" + i);
            }
            for (int i = 0; i < 100_000; i++) {
                store.keyspace(1).remove(bytes("key" + i), 0, bytes("key" + i).length);
            }
            assertNull(strings.get(bytes("key5"), 0));
            assertEquals(0, store.keyspace(1).size());
            assertEquals(0, store.keyspace(1).deadlines());
            assertEquals(0, store.usedBytes());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
