package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoreMemoryTest {

    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 64;
    private static final int OVERHEAD_BYTES_MAX = 48;

    @Test
    void aKeyCostsLessThan48BytesBesidesKeyAndValue() {
        for (boolean withDeadline : new boolean[] {false, true}) {
            int keys = withDeadline ? 1_000_000 : 300_000;
            try (var store = Store.open(new StoreOptions(1, false, 1))) {
                fill(store.keyspace(0), keys, withDeadline);
                long bytes = store.committedBytes() + store.tableBytes();
                double overhead = (double) bytes / keys - KEY_BYTES - VALUE_BYTES;
                assertTrue(overhead < OVERHEAD_BYTES_MAX, overhead + " bytes per key");
            }
        }
    }

    private static void fill(Keyspace keyspace, int keys, boolean withDeadline) {
        var key = new byte[KEY_BYTES];
        var value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) 'v');
        for (int i = 0; i < keys; i++) {
            writeKey(key, i);
            keyspace.setString(key, 0, KEY_BYTES, value, 0, VALUE_BYTES,
                    withDeadline ? i : Keyspace.NO_DEADLINE);
        }
        assertEquals(keys, keyspace.size());
    }

    private static void writeKey(byte[] key, int number) {
        int rest = number;
        for (int at = KEY_BYTES - 1; at >= 0; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    @Test
    void anEmptyStoreTakesNoNativeMemoryAndLittleHeap() {
        try (var store = Store.open()) {
            assertEquals(0, store.committedBytes());
            assertTrue(store.tableBytes() < 4096, store.tableBytes() + " bytes");
        }
    }

    @Test
    void memoryComesBackAfterRemovalOrClear() {
        for (boolean clear : new boolean[] {false, true}) {
            try (var store = Store.open(new StoreOptions(2, false, 1))) {
                var keyspace = store.keyspace(0);
                fill(keyspace, 100_000, true);
                long tableBytes = store.tableBytes();
                if (clear) {
                    keyspace.clear();
                } else {
                    var key = new byte[KEY_BYTES];
                    for (int i = 0; i < 100_000; i++) {
                        writeKey(key, i);
                        assertTrue(keyspace.remove(key, 0, KEY_BYTES));
                    }
                }
                int steps = 0;
                while (store.reclaim(100) > 0) {
                    steps++;
                }
                assertTrue(steps < 2000, steps + " steps");
                assertEquals(0, store.usedBytes());
                assertTrue(store.committedBytes() <= 4 << 20, store.committedBytes() + " bytes");
                assertTrue(store.tableBytes() < tableBytes / 10, store.tableBytes() + " bytes");
            }
        }
    }

    @Test
    void aClearedDatabaseIsReclaimedByLaterWritesToo() {
        try (var store = Store.open(new StoreOptions(1, false, 1))) {
            fill(store.keyspace(0), 10_000, false);
            store.keyspace(0).clear();
            long used = store.usedBytes();
            for (int i = 0; i < 10_000; i++) {
                Bytes.set(store.keyspace(0), "k", "v");
            }
            assertTrue(store.usedBytes() < used / 100, store.usedBytes() + " bytes");
        }
    }

    @Test
    void recordsASnapshotSawComeBackByLaterWritesToo() {
        try (var store = Store.open(new StoreOptions(1, false, 1))) {
            fill(store.keyspace(0), 10_000, false);
            long used = store.usedBytes();
            var view = store.freeze();
            fill(store.keyspace(0), 10_000, true);
            assertTrue(store.usedBytes() > 2 * used);
            view.close();
            for (int i = 0; i < 10_000; i++) {
                Bytes.set(store.keyspace(0), "k", "v");
            }
            assertTrue(store.usedBytes() < 1.2 * used, store.usedBytes() + " bytes");
        }
    }

    @Test
    void aValueOf512MebibytesWorks() {
        int length = 512 << 20;
        try (var store = Store.open(new StoreOptions(1, false, 1))) {
            var keyspace = store.keyspace(0);
            assertEquals(length, Bytes.setRange(keyspace, "big", length - 3, "end"));
            var tail = new byte[5];
            keyspace.copyString(Bytes.find(keyspace, "big"), length - 5, tail, 0, 5);
            assertArrayEquals(Bytes.of("\0\0end"), tail);
            assertEquals(length, Bytes.setRange(keyspace, "big", 5, "x"));
            keyspace.copyString(Bytes.find(keyspace, "big"), 4, tail, 0, 3);
            assertArrayEquals(Bytes.of("\0x\0"), Arrays.copyOf(tail, 3));
            assertTrue(Bytes.remove(keyspace, "big"));
            assertEquals(0, store.committedBytes());
        }
    }

    @Test
    void valuesOfEverySizeAroundThePageLimitsKeepTheirBytes() {
        try (var store = Bytes.open(1, 1)) {
            var keyspace = store.keyspace(0);
            for (int length : new int[] {131_000, 131_050, 131_072, 200_000, 524_288, 1_048_540,
                1_048_576, 3_000_000}) {
                String value = "abcdefghijk".repeat(length / 11 + 1).substring(0, length);
                Bytes.set(keyspace, "k", value);
                assertEquals(value, Bytes.get(keyspace, "k"));
                try (var view = store.freeze()) {
                    assertEquals(length + 3, Bytes.append(keyspace, "k", "end"));
                    assertEquals(value + "end", Bytes.get(keyspace, "k"));
                    var entries = view.entries(0);
                    assertTrue(entries.next());
                    assertEquals(length, entries.stringLength());
                }
            }
            assertTrue(Bytes.remove(keyspace, "k"));
            while (store.reclaim(1) > 0) {
                assertEquals(0, store.openViews());
            }
            assertEquals(0, store.usedBytes());
        }
    }
}
