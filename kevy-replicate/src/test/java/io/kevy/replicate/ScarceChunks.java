package io.kevy.replicate;

import io.kevy.resp.ChunkSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Memory of which there is none from the n-th request on, and which knows who holds what. */
final class ScarceChunks implements ChunkSource {
    private final Set<MemorySegment> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private long requestsLeft = Long.MAX_VALUE;

    /** {@code requests} more are granted, then none. */
    void grant(long requests) {
        requestsLeft = requests;
    }

    int chunksHeld() {
        return held.size();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public MemorySegment take(int bytesMin) {
        if (requestsLeft == 0) {
            throw new OutOfMemoryError("no more chunks");
        }
        requestsLeft--;
        var chunk = Arena.ofAuto().allocate(Math.max(bytesMin, CHUNK_BYTES));
        held.add(chunk);
        return chunk;
    }

    @Override
    public void giveBack(MemorySegment chunk) {
        if (!held.remove(chunk)) {
            throw new AssertionError("a chunk is given back that is not held");
        }
        chunk.fill((byte) 0xDB);
    }
}
