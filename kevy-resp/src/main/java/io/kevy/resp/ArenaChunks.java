package io.kevy.resp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Chunks of automatic arenas, the last few of which are kept. */
final class ArenaChunks implements ChunkSource {
    private static final int KEPT_MAX = 16;

    private final MemorySegment[] kept = new MemorySegment[KEPT_MAX];
    private int count;

    @Override
    @SuppressWarnings("MustBeClosedChecker") // freed when nobody refers to the chunk any more
    public synchronized MemorySegment take(int bytesMin) {
        if (bytesMin <= CHUNK_BYTES && count > 0) {
            var chunk = kept[--count];
            kept[count] = MemorySegment.NULL;
            return chunk;
        }
        return Arena.ofAuto().allocate(Math.max(bytesMin, CHUNK_BYTES));
    }

    @Override
    public synchronized void giveBack(MemorySegment chunk) {
        if (chunk.byteSize() == CHUNK_BYTES && count < KEPT_MAX) {
            kept[count++] = chunk;
        }
    }
}
