package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreMemoryTest {

    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 64;

    @Test
    void aKeyCostsLessThan26BytesBesidesKeyAndValueAnd34WithADeadline() {
        for (boolean withDeadline : new boolean[] {false, true}) {
            int keys = 1_000_000;
            try (var store = Store.open(new StoreOptions(1, false, 1))) {
                fill(store.keyspace(0), keys, withDeadline);
                long bytes = store.committedBytes() + store.heapBytes();
                double overhead = (double) bytes / keys - KEY_BYTES - VALUE_BYTES;
                assertTrue(overhead < (withDeadline ? 34 : 26), overhead + " bytes per key");
            }
        }
    }

    private static void fill(Keyspace keyspace, int keys, boolean withDeadline) {
        var key = new byte[KEY_BYTES];
        var value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) 'v');
        var place = new Place();
        for (int i = 0; i < keys; i++) {
            writeKey(key, i);
            keyspace.find(Slice.of(key), place);
            keyspace.strings().set(
                    place, Slice.of(value), withDeadline ? i : Keyspace.NO_DEADLINE);
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
            assertTrue(store.heapBytes() < 32 << 10, store.heapBytes() + " bytes");
        }
    }

    @Test
    void memoryComesBackAfterRemovalOrClear() {
        for (boolean clear : new boolean[] {false, true}) {
            try (var store = Store.open(new StoreOptions(2, false, 1))) {
                var keyspace = store.keyspace(0);
                fill(keyspace, 100_000, true);
                if (clear) {
                    keyspace.clear();
                } else {
                    var key = new byte[KEY_BYTES];
                    var place = new Place();
                    for (int i = 0; i < 100_000; i++) {
                        writeKey(key, i);
                        assertTrue(keyspace.find(Slice.of(key), place));
                        assertTrue(keyspace.remove(place));
                    }
                }
                Bytes.work(store);
                assertEquals(0, store.usedBytes());
                assertTrue(store.committedBytes() <= 8 << 20, store.committedBytes() + " bytes");
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
    void aRandomRemovalOf90PercentGivesMemoryBack() {
        try (var store = Store.open(new StoreOptions(1, false, 1));
                var fresh = Store.open(new StoreOptions(1, false, 1))) {
            var keyspace = store.keyspace(0);
            fill(keyspace, 500_000, false);
            for (int i = 0; i < 400; i++) {
                Bytes.set(keyspace, "long" + i, (i + "x").repeat(40_000));
            }
            var key = new byte[KEY_BYTES];
            var place = new Place();
            var random = new Random(4);
            for (int i = 0; i < 500_000; i++) {
                writeKey(key, i);
                if (random.nextInt(10) > 0) {
                    assertTrue(keyspace.find(Slice.of(key), place));
                    assertTrue(keyspace.remove(place));
                }
            }
            for (int i = 0; i < 400; i++) {
                if (i % 10 > 0) {
                    assertTrue(Bytes.remove(keyspace, "long" + i));
                }
            }
            var lease = requireNonNull(store.strings().lease(Bytes.find(keyspace, "long370")));
            var leased = keyspace.digest();
            Bytes.work(store);
            assertEquals(leased, keyspace.digest());
            var piece = lease.piece(0, new Slice());
            assertEquals("370x370x", new String(piece.toArray(), 0, 8, ISO_8859_1));
            lease.close();
            try (var view = store.freeze()) {
                var entries = view.entries(0);
                var entryKey = new Slice();
                while (entries.next()) {
                    fresh.keyspace(0).find(entries.key(entryKey), place);
                    fresh.strings().set(
                            place, Slice.of(entries.string()), Keyspace.NO_DEADLINE);
                }
                assertEquals(view.digest(), fresh.keyspace(0).digest());
            }
            assertTrue(store.committedBytes() < 1.3 * fresh.committedBytes(),
                    store.committedBytes() + " bytes, afresh " + fresh.committedBytes());
        }
    }

    @Test
    void aStringOf512MebibytesWorks() {
        int length = 512 << 20;
        try (var store = Store.open(new StoreOptions(1, false, 1))) {
            var keyspace = store.keyspace(0);
            assertEquals(length, Bytes.write(keyspace, "big", length - 3, "end"));
            var tail = new byte[5];
            var place = Bytes.find(keyspace, "big");
            place.copyString(length - 5, 5, MemorySegment.ofArray(tail), 0);
            assertArrayEquals(Bytes.of("\0\0end"), tail);
            assertEquals(length, Bytes.write(keyspace, "big", 5, "x"));
            place.copyString(4, 3, MemorySegment.ofArray(tail), 0);
            assertArrayEquals(Bytes.of("\0x\0"), Arrays.copyOf(tail, 3));
            assertTrue(store.usedBytes() < 1 << 20, "zeros take " + store.usedBytes() + " bytes");
            assertTrue(Bytes.remove(keyspace, "big"));
            Bytes.work(store);
            assertEquals(0, store.usedBytes());
        }
    }

    @Test
    void changesOfALongStringCostWhatTheyChange() {
        int length = 256 << 20;
        try (var store = Store.open(new StoreOptions(2, false, 1))) {
            var keyspace = store.keyspace(0);
            var incoming = store.incomingValue();
            var part = Slice.of(new byte[1 << 20]);
            while (incoming.length() < length) {
                incoming.append(part);
            }
            keyspace.strings().set(
                    Bytes.find(keyspace, "big"), incoming, Keyspace.NO_DEADLINE);
            for (boolean withView : new boolean[] {false, true}) {
                var view = withView ? store.freeze() : null;
                long before = store.usedBytes();
                Bytes.expireAt(keyspace, "big", 1_000_000);
                keyspace.persist(Bytes.find(keyspace, "big"));
                Bytes.write(keyspace, "big", length / 2, "x");
                Bytes.append(keyspace, "big", "y");
                keyspace.move(Bytes.find(keyspace, "big"), Bytes.find(keyspace, "new"));
                var other = store.keyspace(1);
                keyspace.move(Bytes.find(keyspace, "new"), Bytes.find(other, "new"));
                other.move(Bytes.find(other, "new"), Bytes.find(keyspace, "big"));
                long taken = store.usedBytes() - before;
                assertTrue(taken < 40 << 10, taken + " bytes taken");
                assertEquals(withView, store.parkedBytes() > 0);
                if (view != null) {
                    view.close();
                    Bytes.work(store);
                }
            }
        }
    }

    @Test
    void stringsOfEverySizeAroundTheLimitsKeepTheirBytes() {
        try (var store = Bytes.open(1, 1)) {
            var keyspace = store.keyspace(0);
            for (int length : new int[] {65_535, 65_536, 65_537, 131_072, 200_000, 1_048_576,
                3_000_000}) {
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
            Bytes.work(store);
            assertFalse(store.work(() -> false));
            assertEquals(0, store.usedBytes());
        }
    }
}
