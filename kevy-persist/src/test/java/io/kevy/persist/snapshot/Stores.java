package io.kevy.persist.snapshot;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.SnapshotView;
import io.kevy.store.Store;
import io.kevy.store.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
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
        try (var view = store.freeze()) {
            return image(view, chunkBytes);
        }
    }

    static byte[] image(SnapshotView view, IntSupplier chunkBytes) {
        var image = new ByteArrayOutputStream();
        SnapshotWriter.write(view, chunks(chunkBytes, image::writeBytes));
        return image.toByteArray();
    }

    /** Chunks of those sizes, each handed on in an array of its own. */
    static ChunkSink chunks(IntSupplier chunkBytes, Consumer<byte[]> taker) {
        return new ChunkSink() {
            private boolean ended;

            @Override
            public MemorySegment free() {
                assertFalse(ended, "only the last chunk has room left");
                return MemorySegment.ofArray(new byte[chunkBytes.getAsInt()]);
            }

            @Override
            public void full(MemorySegment chunk, int length) {
                ended = length < chunk.byteSize();
                taker.accept(chunk.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            }
        };
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
