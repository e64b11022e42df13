package io.kevy.replicate;

/**
 * Bytes appended at one end and dropped at the other, kept in chunks that are used again.
 *
 * <p>A byte is known by its position, which counts from the first byte ever appended. Chunk
 * {@code n} holds the positions from {@code n << shift}; it stands in {@code chunks} at {@code n}
 * modulo the length of that array. A chunk that no kept byte lies in becomes a spare, so that
 * appending and dropping at the same pace allocates nothing.
 */
final class ByteRing {
    private static final byte[] NONE = {};

    private final int shift;
    private final int chunkBytes;
    private final byte[][] spares;
    private int spareCount;
    private byte[][] chunks = new byte[8][];
    private long firstChunk;
    private long chunkEnd;
    private long start;
    private byte[] tail = NONE;
    private int tailAt;

    /**
     * @param shift binary logarithm of the bytes in a chunk
     * @param sparesMax chunks kept for later use
     */
    ByteRing(int shift, int sparesMax) {
        this.shift = shift;
        this.chunkBytes = 1 << shift;
        this.spares = new byte[sparesMax][];
        this.tailAt = chunkBytes;
    }

    /** The position of the oldest kept byte. */
    long start() {
        return start;
    }

    /** The position that the next appended byte gets. */
    long end() {
        return (chunkEnd << shift) - chunkBytes + tailAt;
    }

    /** Bytes held by this ring, used or spare. */
    long committedBytes() {
        return (chunkEnd - firstChunk + spareCount) << shift;
    }

    /** Whether {@code count} bytes fit into the chunk at the end, see {@link #tail}. */
    boolean fitsTail(int count) {
        return count <= chunkBytes - tailAt;
    }

    /** The chunk at the end; a caller may fill it from {@link #tailAt} after {@link #fitsTail}. */
    byte[] tail() {
        return tail;
    }

    int tailAt() {
        return tailAt;
    }

    /** Appends the bytes that a caller has put into {@link #tail} up to {@code newTailAt}. */
    void tailFilledTo(int newTailAt) {
        tailAt = newTailAt;
    }

    void append(byte[] source, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (tailAt == chunkBytes) {
                addChunk();
            }
            int n = Math.min(left, chunkBytes - tailAt);
            System.arraycopy(source, from, tail, tailAt, n);
            tailAt += n;
            from += n;
            left -= n;
        }
    }

    /** Copies kept bytes; the caller knows that they are kept. */
    void copy(long position, byte[] target, int at, int length) {
        long from = position;
        int to = at;
        int left = length;
        while (left > 0) {
            byte[] chunk = chunks[slot(from >> shift)];
            int inChunk = (int) (from & (chunkBytes - 1));
            int n = Math.min(left, chunkBytes - inChunk);
            System.arraycopy(chunk, inChunk, target, to, n);
            from += n;
            to += n;
            left -= n;
        }
    }

    /** Drops all bytes before {@code position}, which is at most {@link #end}. */
    void dropBefore(long position) {
        start = position;
        long keep = position >> shift;
        while (firstChunk < keep && firstChunk < chunkEnd - 1) {
            int slot = slot(firstChunk++);
            if (spareCount < spares.length) {
                spares[spareCount++] = chunks[slot];
            }
            chunks[slot] = NONE;
        }
    }

    private void addChunk() {
        if (chunkEnd - firstChunk == chunks.length) {
            grow();
        }
        byte[] chunk = spareCount > 0 ? spares[--spareCount] : new byte[chunkBytes];
        chunks[slot(chunkEnd++)] = chunk;
        tail = chunk;
        tailAt = 0;
    }

    private void grow() {
        byte[][] wider = new byte[chunks.length * 2][];
        for (long n = firstChunk; n < chunkEnd; n++) {
            wider[(int) n & (wider.length - 1)] = chunks[slot(n)];
        }
        chunks = wider;
    }

    private int slot(long chunk) {
        return (int) chunk & (chunks.length - 1);
    }
}
