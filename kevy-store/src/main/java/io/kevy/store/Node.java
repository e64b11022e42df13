package io.kevy.store;

/**
 * The layout of a table node, a {@code long[]}:
 *
 * <pre>
 *  0   bits 32-63 epoch that owns it, 24-31 depth in its directory, 0-23 number of slots in use
 *  1   no record of the node has an earlier deadline; belongs to the writer, whoever owns the node
 *  2.. slots, those in use first: bits 48-63 fingerprint (low bits of the hash), 0-47 address
 * </pre>
 *
 * <p>A node of depth {@code d} holds all records whose hash starts with the same {@code 8 + d}
 * bits.
 */
final class Node {

    static final int HEAD = 2;
    static final long ADDRESS_MASK = (1L << 48) - 1;
    static final long NO_BOUND = Long.MAX_VALUE;

    /** A node of this length is split rather than made longer. */
    static final int LENGTH_MAX = 64;

    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int COUNT_MASK = 0xFFFFFF;

    private Node() {}

    static long[] make(int length, int epoch, int depth) {
        var node = new long[length];
        node[0] = ((long) epoch << 32) | ((long) depth << 24);
        node[1] = NO_BOUND;
        return node;
    }

    /** A node of the slots {@code from} to {@code to}. */
    static long[] make(long[] slots, int from, int to, long bound, int epoch, int depth) {
        long[] node = make(lengthFor(to - from), epoch, depth);
        System.arraycopy(slots, from, node, HEAD, to - from);
        node[0] += to - from;
        node[1] = bound;
        return node;
    }

    /** A length that holds so many records. */
    static int lengthFor(int count) {
        int need = count + HEAD;
        if (need <= 32) {
            return need <= 8 ? 8 : need <= 16 ? 16 : 32;
        }
        if (need <= LENGTH_MAX) {
            return need <= 48 ? 48 : LENGTH_MAX;
        }
        return need + (need >> 1);
    }

    static long[] copy(long[] node, int length, int epoch) {
        var copy = new long[length];
        System.arraycopy(node, 0, copy, 0, end(node));
        copy[0] = ((long) epoch << 32) | (node[0] & 0xFFFFFFFFL);
        return copy;
    }

    static int epoch(long[] node) {
        return (int) (node[0] >>> 32);
    }

    static int depth(long[] node) {
        return (int) (node[0] >>> 24) & 0xFF;
    }

    static int count(long[] node) {
        return (int) node[0] & COUNT_MASK;
    }

    /** The index after the last slot in use. */
    static int end(long[] node) {
        return HEAD + count(node);
    }

    static boolean isFull(long[] node) {
        return end(node) == node.length;
    }

    static void add(long[] node, long slot) {
        node[end(node)] = slot;
        node[0]++;
    }

    static void remove(long[] node, int index) {
        int last = end(node) - 1;
        node[index] = node[last];
        node[0]--;
    }

    static void lowerBound(long[] node, long deadline) {
        if (deadline < node[1]) {
            node[1] = deadline;
        }
    }

    static long slot(long hash, long address) {
        return (hash << 48) | address;
    }

    static long address(long slot) {
        return slot & ADDRESS_MASK;
    }

    static long heapBytes(int length) {
        return ARRAY_HEADER_BYTES + (long) length * Long.BYTES;
    }
}
