package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.store.Store;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoreLoaderTest {

    @Test
    void stringsLandInTheirDatabasesWithTheirDeadlines() throws FormatException {
        try (var loaded = Stores.open(4);
                var expected = Stores.open(4)) {
            load(
                    Image.ofVersion(4)
                            .u8(1).u8(0).bytes("plain").bytes("text")
                            .u8(1).u8(1).u64(1).bytes("passed").bytes("17")
                            .u8(0xfe).u8(3)
                            .u8(1).u8(1).u64(9_000).bytes("plain").bytes("other")
                            .u8(0),
                    loaded);
            Stores.set(expected, 0, "plain", "text", NO_DEADLINE);
            Stores.set(expected, 0, "passed", "17", 1);
            Stores.set(expected, 3, "plain", "other", 9_000);
            try (var left = expected.freeze();
                    var right = loaded.freeze()) {
                assertEquals(left.digest(), right.digest());
                assertEquals(2, right.size(0));
                assertEquals(1, right.size(3));
            }
        }
    }

    @Test
    void aTypeTheStoreDoesNotHoldIsRefusedByNameAndPosition() {
        assertRefused(2, "byte 23: an entry of type hash, which is not held here");
        assertRefused(3, "byte 23: an entry of type list, which is not held here");
        assertRefused(4, "byte 23: an entry of type set, which is not held here");
        assertRefused(5, "byte 23: an entry of type zset, which is not held here");
        assertRefused(6, "byte 23: an entry of type stream, which is not held here");
    }

    @Test
    void aDatabaseTheStoreDoesNotHaveIsRefused() {
        try (var store = Stores.open(4)) {
            var refusal =
                    assertThrows(
                            FormatException.class,
                            () -> load(Image.ofVersion(4).u8(0xfe).u8(4).u8(0), store));
            assertEquals("byte 10: database 4, but there are only 4", refusal.getMessage());
        }
    }

    @Test
    void aLongValueCutIntoChunksIsLoadedWhole() throws FormatException {
        byte[] value = new byte[3 << 20];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) ((i * 31) >> 3);
        }
        try (var store = Stores.open(1);
                var copy = Stores.open(1)) {
            Stores.set(store, 0, Stores.ascii("long"), value, NO_DEADLINE);
            byte[] image = Stores.image(store, () -> 65_536);
            var decoder = new SnapshotDecoder(new StoreLoader(copy), 0, EntryLimits.redis());
            for (int from = 0; from < image.length; from += 65_536) {
                byte[] chunk =
                        Arrays.copyOfRange(image, from, Math.min(from + 65_536, image.length));
                decoder.feed(chunk, 0, chunk.length);
            }
            decoder.end();
            try (var view = copy.freeze()) {
                var entries = view.entries(0);
                entries.next();
                assertEquals(-1, Arrays.mismatch(value, entries.string()));
            }
        }
    }

    @Test
    void aStringThatIsHalfLoadedIsNotThereAndItsMemoryComesBack() throws FormatException {
        byte[] image =
                Image.ofVersion(4)
                        .u8(1).u8(0).bytes("before").bytes("v")
                        .u8(1).u8(0).bytes("half").bytes("x".repeat(1 << 20))
                        .toBytes();
        try (var store = Stores.open(1)) {
            Stores.set(store, 0, "before", "v", NO_DEADLINE);
            long used = store.usedBytes();
            var decoder = new SnapshotDecoder(new StoreLoader(store), 0, EntryLimits.redis());
            decoder.feed(image, 0, image.length - 1);
            assertEquals(1, store.keyspace(0).size());
            assertTrue(store.usedBytes() >= used + (1 << 20) - 1);
            decoder.close();
            while (store.work(() -> false)) {
                // until there is nothing left to do
            }
            assertEquals(used, store.usedBytes());
            assertEquals(1, store.keyspace(0).size());
        }
    }

    private static void assertRefused(int opcode, String message) {
        var image =
                Image.ofVersion(4)
                        .u8(1).u8(0).bytes("kx").bytes("vy")
                        .u8(opcode).u8(0).bytes("k");
        try (var store = Stores.open(4)) {
            var refusal =
                    assertThrows(FormatException.class, () -> load(image, store));
            assertEquals(message, refusal.getMessage());
        }
    }

    private static void load(Image image, Store target) throws FormatException {
        byte[] bytes = image.toBytes();
        var decoder = new SnapshotDecoder(new StoreLoader(target), 0, EntryLimits.redis());
        decoder.feed(bytes, 0, bytes.length);
        decoder.end();
    }
}
