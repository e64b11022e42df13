package io.kevy.resp;

import java.lang.foreign.MemorySegment;

/**
 * Where the memory of replies and large arguments comes from, chunk by chunk, and goes back to.
 *
 * <p>Whoever counts and bounds that memory implements it. Belongs to one thread unless the
 * implementation says otherwise.
 */
public interface ChunkSource {
    /** Bytes of an ordinary chunk. */
    int CHUNK_BYTES = 64 << 10;

    /**
     * Hands out a chunk: {@link #CHUNK_BYTES} bytes, or {@code bytesMin} where that is more. What it
     * holds is undefined.
     *
     * @throws OutOfMemoryError when there is none to be had
     */
    MemorySegment take(int bytesMin);

    /** Takes back a chunk, the very segment that {@link #take} returned. Never fails. */
    void giveBack(MemorySegment chunk);

    /**
     * Native memory of the JDK's arenas, of which a few chunks are kept for the next taker and the
     * rest is left to the garbage collector. Thread-safe.
     */
    static ChunkSource ofArenas() {
        return new ArenaChunks();
    }
}
