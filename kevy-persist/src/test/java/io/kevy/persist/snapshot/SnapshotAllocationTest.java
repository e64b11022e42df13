package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.EntrySink;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import io.kevy.store.ValueType;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What a snapshot costs on the heap: next to nothing per chunk, whatever is in it. */
class SnapshotAllocationTest {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final int KEY_BYTES = 16;

    /** Room for what an image costs as a whole: some fifty chunks share it. */
    private static final int PER_CHUNK_MAX = 256;

    @Test
    void writingAllocatesNothingPerEntry() {
        try (var store = Stores.open(16)) {
            fill(store, 50_000);
            encode(store);
            long perChunk = encode(store);
            assertTrue(perChunk <= PER_CHUNK_MAX, perChunk + " bytes per chunk");
        }
    }

    @Test
    void aLongValueIsWrittenWithoutACopy() {
        try (var store = Stores.open(16)) {
            byte[] key = Stores.ascii("long");
            byte[] value = new byte[16 << 20];
            Stores.set(store, 0, key, value, NO_DEADLINE);
            encode(store);
            long perChunk = encode(store);
            assertTrue(perChunk <= PER_CHUNK_MAX, perChunk + " bytes per chunk");
        }
    }

    @Test
    void decodingAllocatesNothingPerEntry() throws FormatException {
        try (var store = Stores.open(16)) {
            fill(store, 50_000);
            byte[] image = Stores.image(store, () -> CHUNK_BYTES);
            decode(image);
            long perChunk = decode(image);
            assertTrue(perChunk <= PER_CHUNK_MAX, perChunk + " bytes per chunk");
        }
    }

    @Test
    void loadingIntoAStoreAllocatesNothingPerEntry() throws FormatException {
        try (var store = Stores.open(16);
                var copy = Stores.open(16)) {
            fill(store, 50_000);
            byte[] image = Stores.image(store, () -> CHUNK_BYTES);
            decode(image, new StoreLoader(copy));
            long perChunk = decode(image, new StoreLoader(copy));
            assertTrue(perChunk <= PER_CHUNK_MAX, perChunk + " bytes per chunk");
        }
    }

    private static void fill(Store store, int entries) {
        for (int i = 0; i < entries; i++) {
            String key = ("%0" + KEY_BYTES + "d").formatted(i);
            long deadline = i % 3 == 0 ? 1_000_000 + i : NO_DEADLINE;
            Stores.set(store, i % 4, key, "value-" + i, deadline);
        }
    }

    /** Bytes allocated per chunk. */
    private static long encode(Store store) {
        var sink = new OneChunk();
        try (var view = store.freeze()) {
            long before = AllocatedBytes.byThisThread();
            SnapshotWriter.write(view, sink);
            return (AllocatedBytes.byThisThread() - before) / sink.chunks;
        }
    }

    private static final class OneChunk implements ChunkSink {

        private final MemorySegment chunk = MemorySegment.ofArray(new byte[CHUNK_BYTES]);
        private long chunks;

        @Override
        public MemorySegment free() {
            return chunk;
        }

        @Override
        public void full(MemorySegment full, int length) {
            chunks++;
        }
    }

    private static long decode(byte[] image) throws FormatException {
        var sink = new CountingSink();
        long perChunk = decode(image, sink);
        assertTrue(sink.entries > 0);
        return perChunk;
    }

    private static long decode(byte[] image, EntrySink sink) throws FormatException {
        var decoder = new SnapshotDecoder(sink, 0, EntryLimits.redis());
        long chunks = 0;
        long before = AllocatedBytes.byThisThread();
        for (int from = 0; from < image.length; from += CHUNK_BYTES) {
            decoder.feed(image, from, Math.min(CHUNK_BYTES, image.length - from));
            chunks++;
        }
        long allocated = AllocatedBytes.byThisThread() - before;
        decoder.end();
        return allocated / chunks;
    }

    private static final class CountingSink implements EntrySink {

        private long entries;

        @Override
        public boolean holds(ValueType type) {
            return true;
        }

        @Override
        public int databases() {
            return 16;
        }

        @Override
        public void database(int db) {}

        @Override
        public void string(Slice key, long deadline, Slice value) {
            entries++;
        }
    }
}
