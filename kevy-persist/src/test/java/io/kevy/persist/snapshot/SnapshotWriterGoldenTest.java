package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.persist.FormatException;
import org.junit.jupiter.api.Test;

/** What we write is what kevy 1.19.0 writes, but for the order of entries. */
class SnapshotWriterGoldenTest {

    @Test
    void stringEntriesAreThoseOfTheVector() throws FormatException {
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }
        try (var store = Stores.open(16)) {
            Stores.set(store, 0, "n", "1", NO_DEADLINE);
            Stores.set(store, 0, "ttl", "v", 1_795_524_151_470L);
            Stores.set(store, 0, Stores.ascii("binary"), allBytes, NO_DEADLINE);
            Stores.set(store, 0, "plain", "hello world", NO_DEADLINE);
            Stores.set(store, 0, "ttl-abs", "v", 1_796_437_774_527L);
            byte[] image = Stores.image(store, () -> 100);
            assertEquals(
                    EntryRecords.of(Vectors.snapshotFile()), EntryRecords.of(image));
        }
    }

    @Test
    void aStoreOfNothingIsAHeaderAndAnEnd() {
        try (var store = Stores.open(16)) {
            assertArrayEquals(Image.ofVersion(4).u8(0).toBytes(), Stores.image(store, () -> 7));
        }
    }

    @Test
    void onlyDatabasesWithKeysAreNamedAndTheFirstNever() {
        try (var store = Stores.open(256)) {
            Stores.set(store, 0, "a", "1", NO_DEADLINE);
            Stores.set(store, 3, "b", "", 5_000);
            Stores.set(store, 255, "", "2", NO_DEADLINE);
            byte[] expected =
                    Image.ofVersion(4)
                            .u8(1).u8(0).bytes("a").bytes("1")
                            .u8(0xfe).u8(3)
                            .u8(1).u8(1).u64(5_000).bytes("b").bytes("")
                            .u8(0xfe).u8(255)
                            .u8(1).u8(0).bytes("").bytes("2")
                            .u8(0)
                            .toBytes();
            for (int chunkBytes = 1; chunkBytes <= expected.length + 1; chunkBytes++) {
                int size = chunkBytes;
                assertArrayEquals(expected, Stores.image(store, () -> size));
            }
        }
    }
}
