package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * A large argument that is being received into chunks: the general-purpose place for one that {@link
 * RequestParser#largeBytes} announces.
 *
 * <p>Chunks are taken as bytes arrive, never for an announced length. Used by one thread at a time.
 */
public final class LargeBulk implements Pieces {
    private final ChunkSource source;
    private final long length;

    /** All but the last are full; each holds {@link ChunkSource#CHUNK_BYTES} bytes of the argument. */
    private MemorySegment[] chunks = new MemorySegment[4];

    private int count;
    private long filled;

    /** Nothing of it has arrived. */
    public LargeBulk(ChunkSource source, long length) {
        this.source = source;
        this.length = length;
    }

    /**
     * Points {@code piece} at where the next bytes go, not more of them than are missing.
     *
     * @throws OutOfMemoryError when there is no chunk to be had; nothing has changed then
     */
    public void room(Piece piece) {
        int at = (int) (filled % ChunkSource.CHUNK_BYTES);
        int chunk = (int) (filled / ChunkSource.CHUNK_BYTES);
        if (chunk == count && filled < length) {
            if (count == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * count);
            }
            chunks[count] = source.take(ChunkSource.CHUNK_BYTES);
            count++;
        }
        int room = (int) Math.min(ChunkSource.CHUNK_BYTES - at, length - filled);
        piece.over(room == 0 ? MemorySegment.NULL : chunks[chunk], at, room);
    }

    /** So many bytes have been put where {@link #room} said. */
    public void filled(int bytes) {
        long inChunks = Math.min(length, (long) count * ChunkSource.CHUNK_BYTES);
        filled += Objects.checkIndex(bytes, (int) (inChunks - filled) + 1);
    }

    /** Bytes that have not arrived. */
    public long missing() {
        return length - filled;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void piece(long at, Piece piece) {
        Objects.checkIndex(at, filled);
        int offset = (int) (at % ChunkSource.CHUNK_BYTES);
        int there = (int) Math.min(ChunkSource.CHUNK_BYTES - offset, filled - at);
        piece.over(chunks[(int) (at / ChunkSource.CHUNK_BYTES)], offset, there);
    }

    @Override
    public void release() {
        while (count > 0) {
            source.giveBack(chunks[--count]);
        }
        filled = 0;
    }
}
