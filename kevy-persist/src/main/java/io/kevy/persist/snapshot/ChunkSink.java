package io.kevy.persist.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/**
 * Takes an image chunk by chunk, on the thread that writes it. Both methods may block until there
 * is room, which bounds what is under way, and both may throw whatever unchecked exception ends the
 * writing.
 */
public interface ChunkSink {

    /** A chunk to fill, of at least one byte, heap or native; it is the writer's until {@link #full}. */
    MemorySegment free();

    /**
     * Takes back the chunk that {@link #free} gave.
     *
     * @param length how many bytes at its beginning are the next ones of the image: all of them,
     *     but for the last chunk
     */
    void full(MemorySegment chunk, int length);

    /**
     * Chunks of 64 KiB that go to a stream, one after the other; the stream stays the caller's to
     * flush and close. What it throws comes out as an {@link UncheckedIOException}.
     */
    static ChunkSink to(OutputStream out) {
        var array = new byte[1 << 16];
        var memory = MemorySegment.ofArray(array);
        return new ChunkSink() {
            @Override
            public MemorySegment free() {
                return memory;
            }

            @Override
            public void full(MemorySegment chunk, int length) {
                try {
                    out.write(array, 0, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
