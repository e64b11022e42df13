package io.kevy.rt.server;

import io.kevy.resp.ChunkSource;
import io.kevy.sys.MappedPages;
import java.lang.foreign.MemorySegment;

/**
 * Chunks of memory straight from the operating system, which gets back all but a few that are kept
 * for the next taker.
 *
 * <p>Unlike the arenas of the JDK it is not bounded by the heap's size, and asking for it never
 * waits for a garbage collection. One thread at a time.
 */
final class MappedChunks implements ChunkSource {
    private static final int KEPT_MAX = 16;

    private final MemorySegment[] kept = new MemorySegment[KEPT_MAX];
    private int count;

    private MappedChunks() {}

    /** Those of the operating system, or of arenas where they are not to be had. */
    static ChunkSource ofThisSystem() {
        return MappedPages.isSupported() ? new MappedChunks() : ChunkSource.ofArenas();
    }

    @Override
    public MemorySegment take(int bytesMin) {
        if (bytesMin <= CHUNK_BYTES && count > 0) {
            var chunk = kept[--count];
            kept[count] = MemorySegment.NULL;
            return chunk;
        }
        return MappedPages.map(Math.max(bytesMin, CHUNK_BYTES));
    }

    @Override
    public void giveBack(MemorySegment chunk) {
        if (chunk.byteSize() == CHUNK_BYTES && count < KEPT_MAX) {
            kept[count++] = chunk;
        } else {
            MappedPages.unmap(chunk);
        }
    }
}
