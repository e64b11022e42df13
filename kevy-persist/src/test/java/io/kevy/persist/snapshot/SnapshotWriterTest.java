package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kevy.persist.FormatException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotWriterTest {

    @Test
    void aChunkWithoutRoomIsRefused() {
        try (var store = Stores.open(1);
                var view = store.freeze()) {
            var sink = Stores.chunks(() -> 0, chunk -> {});
            assertThrows(
                    IllegalArgumentException.class, () -> SnapshotWriter.write(view, sink));
        }
    }

    @Test
    void whatTheSinkThrowsEndsTheWriting() {
        try (var store = Stores.open(1);
                var view = store.freeze()) {
            Stores.set(store, 0, "k", "v", NO_DEADLINE);
            var chunks = new AtomicInteger();
            var sink =
                    Stores.chunks(
                            () -> 4,
                            chunk -> {
                                chunks.incrementAndGet();
                                throw new CancellationException("enough");
                            });
            assertThrows(CancellationException.class, () -> SnapshotWriter.write(view, sink));
            assertEquals(1, chunks.get());
        }
    }

    @Test
    void nativeChunksAreFilledLikeArrays() {
        try (var store = Stores.open(16);
                var view = store.freeze();
                var arena = Arena.ofConfined()) {
            var native7 = arena.allocate(7);
            var image = new ByteArrayOutputStream();
            SnapshotWriter.write(view, new ChunkSink() {
                @Override
                public MemorySegment free() {
                    return native7;
                }

                @Override
                public void full(MemorySegment chunk, int length) {
                    image.writeBytes(
                            chunk.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                }
            });
            assertArrayEquals(Image.ofVersion(4).u8(0).toBytes(), image.toByteArray());
        }
    }

    @Test
    void itWritesTheStoreAsItWasFrozen() throws FormatException {
        try (var store = Stores.open(16)) {
            Stores.set(store, 0, "kept", "before", 5_000);
            try (var view = store.freeze()) {
                Stores.set(store, 0, "kept", "after", NO_DEADLINE);
                Stores.set(store, 0, "later", "new", NO_DEADLINE);
                Stores.set(store, 2, "elsewhere", "new", NO_DEADLINE);
                byte[] image = Stores.image(view, () -> 200);
                assertEquals("string kept until 5000: before\n", Transcript.of(image, 0));
            }
        }
    }

    @Test
    void moreDatabasesThanAByteCanNumberAreRefused() {
        try (var store = Stores.open(257);
                var view = store.freeze()) {
            assertThrows(IllegalArgumentException.class, () -> Stores.image(view, () -> 9));
        }
    }
}
