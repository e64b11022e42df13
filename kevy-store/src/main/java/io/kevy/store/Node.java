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
 * bits, in ascending order of their fingerprints. These are evenly spread, so a slot stands close to
 * where its fingerprint alone says: a lookup goes there and looks at a cache line or two, not at
 * half the node.
 */
final class Node {

    static final int HEAD = 2;
    private static final int ADDRESS_BITS = 48;
    private static final int FINGERPRINT_BITS = Long.SIZE - ADDRESS_BITS;
    private static final long FINGERPRINT_MASK = (1L << FINGERPRINT_BITS) - 1;
    static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;
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

    /** A node of the first {@code count} slots, which are in order. */
    static long[] make(long[] slots, int count, long bound, int epoch, int depth) {
        long[] node = make(lengthFor(count), epoch, depth);
        System.arraycopy(slots, 0, node, HEAD, count);
        node[0] += count;
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

    /** Where a slot of this fingerprint is likely to stand; within the node, whatever it holds. */
    static int guess(long[] node, long hash) {
        return HEAD + (int) (((hash & FINGERPRINT_MASK) * count(node)) >>> FINGERPRINT_BITS);
    }

    /** The index of the first slot whose fingerprint is this hash's or higher. */
    static int lowerIndex(long[] node, long hash) {
        long tag = hash << ADDRESS_BITS;
        int end = end(node);
        int at = guess(node, hash);
        if (at < end && isBelow(node[at], tag)) {
            do {
                at++;
            } while (at < end && isBelow(node[at], tag));
        } else {
            while (at > HEAD && !isBelow(node[at - 1], tag)) {
                at--;
            }
        }
        return at;
    }

    private static boolean isBelow(long slot, long tag) {
        return Long.compareUnsigned(slot, tag) < 0;
    }

    /** Whether the slot has the fingerprint of this hash. */
    static boolean matches(long slot, long hash) {
        return (slot ^ (hash << ADDRESS_BITS)) >>> ADDRESS_BITS == 0;
    }

    /** Puts a slot at its place; the node has room. */
    static void add(long[] node, long hash, long address) {
        int at = lowerIndex(node, hash);
        System.arraycopy(node, at, node, at + 1, end(node) - at);
        node[at] = slot(hash, address);
        node[0]++;
    }

    static void remove(long[] node, int index) {
        System.arraycopy(node, index + 1, node, index, end(node) - index - 1);
        node[0]--;
    }

    /** The slots of both nodes in order. */
    static long[] mergedSlots(long[] left, long[] right) {
        var slots = new long[count(left) + count(right)];
        int i = HEAD;
        int j = HEAD;
        for (int at = 0; at < slots.length; at++) {
            boolean fromLeft = j == end(right) || (i < end(left) && isBelow(left[i], right[j]));
            slots[at] = fromLeft ? left[i++] : right[j++];
        }
        return slots;
    }

    static void lowerBound(long[] node, long deadline) {
        if (deadline < node[1]) {
            node[1] = deadline;
        }
    }

    static long slot(long hash, long address) {
        return (hash << ADDRESS_BITS) | address;
    }

    static long address(long slot) {
        return slot & ADDRESS_MASK;
    }

    static long heapBytes(int length) {
        return ARRAY_HEADER_BYTES + (long) length * Long.BYTES;
    }
}
