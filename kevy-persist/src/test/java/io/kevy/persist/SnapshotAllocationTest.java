package io.kevy.persist;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.Store;
import io.kevy.store.ValueType;
import org.junit.jupiter.api.Test;

/** What a snapshot costs on the heap: next to nothing per chunk, whatever is in it. */
class SnapshotAllocationTest {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final int KEY_BYTES = 16;

    /** Room for the copy of a key that is cut at the end of a chunk. */
    private static final int PER_CHUNK_MAX = 256;

    @Test
    void encodingAllocatesAtMostACutKeyPerChunk() {
        try (var store = Stores.open(16)) {
            fill(store, 50_000);
            encode(store);
            long perChunk = encode(store);
            assertTrue(perChunk <= PER_CHUNK_MAX, perChunk + " bytes per chunk");
        }
    }

    @Test
    void aLongValueIsEncodedWithoutACopy() {
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
    void decodingAllocatesNothingPerEntry() throws SnapshotFormatException {
        try (var store = Stores.open(16)) {
            fill(store, 50_000);
            byte[] image = Stores.image(store, () -> CHUNK_BYTES);
            decode(image);
            long perChunk = decode(image);
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
        byte[] chunk = new byte[CHUNK_BYTES];
        try (var view = store.freeze()) {
            var encoder = new SnapshotEncoder(view);
            long chunks = 0;
            encoder.encode(chunk, 0, chunk.length);
            long before = AllocatedBytes.byThisThread();
            while (!encoder.finished()) {
                encoder.encode(chunk, 0, chunk.length);
                chunks++;
            }
            return (AllocatedBytes.byThisThread() - before) / chunks;
        }
    }

    private static long decode(byte[] image) throws SnapshotFormatException {
        var sink = new CountingSink();
        var decoder = new SnapshotDecoder(sink, 0, SnapshotLimits.redis());
        long chunks = 0;
        long before = AllocatedBytes.byThisThread();
        for (int from = 0; from < image.length; from += CHUNK_BYTES) {
            decoder.feed(image, from, Math.min(CHUNK_BYTES, image.length - from));
            chunks++;
        }
        long allocated = AllocatedBytes.byThisThread() - before;
        decoder.end();
        assertTrue(sink.entries > 0);
        return allocated / chunks;
    }

    private static final class CountingSink implements SnapshotSink {

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
        public void string(ByteSlice key, long deadline, ByteSlice value) {
            entries++;
        }
    }
}
