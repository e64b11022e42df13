package io.kevy.replicate;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.Piece;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Bytes appended at one end and dropped at the other, in chunks of native memory that are used
 * again.
 *
 * <p>A byte is known by its position, which counts from the first byte ever appended. Chunk {@code
 * n} holds the positions from {@code n * CHUNK_BYTES}; its segment stands in {@code chunks} at
 * {@code n} modulo the length of that array. Chunks are held from the one with the oldest byte to
 * the end of the room that {@link #reserve} made, and only {@code reserve} asks for memory. A chunk
 * without kept bytes moves to the end, as room to come, or goes back to where it was taken from
 * when more than {@code chunksKept} are held.
 */
final class ByteRing {
    static final int CHUNK_BYTES = ChunkSource.CHUNK_BYTES;
    private static final int SHIFT = Integer.numberOfTrailingZeros(CHUNK_BYTES);
    private static final int MASK = CHUNK_BYTES - 1;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int CHUNKS_AT_FIRST = 8;
    private static final int CHUNKS_MAX = 1 << 30;

    private final ChunkSource source;
    private final int chunksKept;
    private MemorySegment[] chunks = noChunks(CHUNKS_AT_FIRST);
    private long firstChunk;
    private long chunkEnd;
    private long start;
    private long end;

    /**
     * @param chunksKept chunks that are not given back when no byte is in them
     */
    ByteRing(ChunkSource source, int chunksKept) {
        this.source = source;
        this.chunksKept = chunksKept;
    }

    private static MemorySegment[] noChunks(int count) {
        var none = new MemorySegment[count];
        Arrays.fill(none, MemorySegment.NULL);
        return none;
    }

    /** The position of the oldest kept byte. */
    long start() {
        return start;
    }

    /** The position that the next appended byte gets. */
    long end() {
        return end;
    }

    /** Bytes of the chunks held. */
    long committedBytes() {
        return (chunkEnd - firstChunk) << SHIFT;
    }

    /**
     * Makes room for {@code count} bytes behind {@link #end}.
     *
     * @throws OutOfMemoryError when there is none; then nothing has changed
     */
    void reserve(long count) {
        if ((chunkEnd << SHIFT) - end < count) {
            takeChunks((end + count + MASK) >> SHIFT);
        }
    }

    private void takeChunks(long newChunkEnd) {
        long count = newChunkEnd - firstChunk;
        if (count > CHUNKS_MAX) {
            throw new OutOfMemoryError("a backlog of " + count + " chunks");
        }
        if (count > chunks.length) {
            widen((int) count);
        }
        long before = chunkEnd;
        try {
            while (chunkEnd < newChunkEnd) {
                chunks[slot(chunkEnd)] = source.take(CHUNK_BYTES);
                chunkEnd++;
            }
        } catch (OutOfMemoryError e) {
            giveBackFrom(before);
            throw e;
        }
    }

    private void widen(int count) {
        var wider = noChunks(Integer.highestOneBit(count - 1) << 1);
        for (long n = firstChunk; n < chunkEnd; n++) {
            wider[(int) n & (wider.length - 1)] = chunks[slot(n)];
        }
        chunks = wider;
    }

    private void giveBackFrom(long newChunkEnd) {
        while (chunkEnd > newChunkEnd) {
            giveBack(--chunkEnd);
        }
    }

    private void giveBack(long n) {
        int slot = slot(n);
        source.giveBack(chunks[slot]);
        chunks[slot] = MemorySegment.NULL;
    }

    /** Gives back the room beyond {@code count} bytes behind {@link #end}, but for the kept chunks. */
    void trim(long count) {
        if (chunkEnd - firstChunk > chunksKept) {
            long needed = (end + count + MASK) >> SHIFT;
            giveBackFrom(Math.max(Math.max(needed, firstChunk), firstChunk + chunksKept));
        }
    }

    /** Bytes that can be put at the end, into {@link #endChunk}, without crossing into the next. */
    int contiguous() {
        return CHUNK_BYTES - endAt();
    }

    /** The chunk that {@link #end} lies in; a caller fills it from {@link #endAt}. */
    MemorySegment endChunk() {
        return chunks[slot(end >> SHIFT)];
    }

    int endAt() {
        return (int) end & MASK;
    }

    /** Appends the {@code count} bytes that a caller has put into {@link #endChunk}. */
    void filled(int count) {
        end += count;
    }

    /** Appends bytes, for which there is room. */
    void append(MemorySegment bytes, long offset, long length) {
        long from = offset;
        long left = length;
        while (left > 0) {
            int n = (int) Math.min(left, contiguous());
            MemorySegment.copy(bytes, from, endChunk(), endAt(), n);
            end += n;
            from += n;
            left -= n;
        }
    }

    void append(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, contiguous());
            MemorySegment.copy(bytes, from, endChunk(), ValueLayout.JAVA_BYTE, endAt(), n);
            end += n;
            from += n;
            left -= n;
        }
    }

    /** Appends eight bytes, in a ring that holds nothing but longs. */
    void append(long value) {
        endChunk().set(LONG, endAt(), value);
        end += Long.BYTES;
    }

    /** The long at a kept position, in a ring that holds nothing but longs. */
    long read(long position) {
        return chunks[slot(position >> SHIFT)].get(LONG, position & MASK);
    }

    /** Points {@code piece} at kept bytes from {@code position} on, at most {@code lengthMax}. */
    void piece(long position, long lengthMax, Piece piece) {
        int at = (int) position & MASK;
        int length = (int) Math.min(lengthMax, CHUNK_BYTES - at);
        piece.over(chunks[slot(position >> SHIFT)], at, length);
    }

    /** Forgets the bytes from {@code position} on; their room stays. */
    void truncate(long position) {
        end = position;
    }

    /** Drops all bytes before {@code position}, which is at most {@link #end}. */
    void dropBefore(long position) {
        start = position;
        long keep = position >> SHIFT;
        while (firstChunk < keep) {
            long n = firstChunk++;
            if (chunkEnd - firstChunk < chunksKept) {
                int slot = slot(n);
                var chunk = chunks[slot];
                chunks[slot] = MemorySegment.NULL;
                chunks[slot(chunkEnd++)] = chunk;
            } else {
                giveBack(n);
            }
        }
    }

    /** Gives all memory back; the ring is not to be used any more. */
    void close() {
        while (firstChunk < chunkEnd) {
            giveBack(firstChunk++);
        }
    }

    private int slot(long n) {
        return (int) n & (chunks.length - 1);
    }
}
