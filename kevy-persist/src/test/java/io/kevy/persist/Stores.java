package io.kevy.persist;

import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import io.kevy.store.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** Stores for tests, and their images. */
final class Stores {

    private static final long HASH_SEED = 42;

    private Stores() {}

    static Store open(int databases) {
        return Store.open(new StoreOptions(databases, true, HASH_SEED));
    }

    static void set(Store store, int db, String key, String value, long deadline) {
        set(store, db, ascii(key), ascii(value), deadline);
    }

    static void set(Store store, int db, byte[] key, byte[] value, long deadline) {
        var place = new Place();
        store.keyspace(db).find(Slice.of(key), place);
        store.strings().set(place, Slice.of(value), deadline);
    }

    static byte[] image(Store store, IntSupplier chunkBytes) {
        var image = new ByteArrayOutputStream();
        try (var view = store.freeze()) {
            var encoder = new SnapshotEncoder(view);
            while (!encoder.finished()) {
                byte[] chunk = new byte[chunkBytes.getAsInt()];
                int size = encoder.encode(chunk, 0, chunk.length);
                if (size < chunk.length && !encoder.finished()) {
                    throw new AssertionError("stopped with room left, before the end");
                }
                image.write(chunk, 0, size);
            }
        }
        return image.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
