package io.kevy.store.trie;

/**
 * The 8 bytes by which a branch refers to a child, and an owner to the root:
 *
 * <pre>
 *  bits  0-38  address of the child in units of 8 bytes; 0 where there is no record
 *  bit   39    the child is a branch
 *  bits 40-43  of a branch: log2 of its number of entries; of a leaf: how many of the 8 bits of
 *              the branch above all its records share
 *  bits 44-63  of a leaf: its number of slots in use
 * </pre>
 *
 * A leaf of depth {@code d} in a branch of {@code 2^k} entries stands in {@code 2^(k-d)} of them side
 * by side. A branch stands in one entry of a branch of 256.
 */
final class Entries {
    private static final long ADDRESS_UNIT_MASK = Slots.ADDRESS_UNIT_MASK;
    private static final long BRANCH = 1L << 39;
    private static final int DEPTH_SHIFT = 40;
    private static final int COUNT_SHIFT = 44;

    private Entries() {}

    static long branch(long address, int k) {
        return ((long) k << DEPTH_SHIFT) | BRANCH | (address >>> 3);
    }

    static long leaf(long address, int depth, int count) {
        return ((long) count << COUNT_SHIFT) | ((long) depth << DEPTH_SHIFT) | (address >>> 3);
    }

    /** Where no record is. */
    static long none(int depth) {
        return (long) depth << DEPTH_SHIFT;
    }

    static boolean isBranch(long entry) {
        return (entry & BRANCH) != 0;
    }

    /** 0 where no record is. */
    static long address(long entry) {
        return (entry & ADDRESS_UNIT_MASK) << 3;
    }

    /** The same child at another address. */
    static long moved(long entry, long address) {
        return (entry & ~ADDRESS_UNIT_MASK) | (address >>> 3);
    }

    /** Log2 of the number of a branch's entries. */
    static int log(long branch) {
        return (int) (branch >>> DEPTH_SHIFT) & 0xF;
    }

    static int depth(long leaf) {
        return (int) (leaf >>> DEPTH_SHIFT) & 0xF;
    }

    static int count(long leaf) {
        return (int) (leaf >>> COUNT_SHIFT);
    }

    /**
     * How many bits of their hashes the records of a leaf share at least, when so many branches are
     * above it.
     */
    static int bits(long leaf, int levels) {
        return levels == 0 ? 0 : ((levels - 1) << 3) + depth(leaf);
    }

    /** The first hash after all those that share so many bits with this one; 0 after the last. */
    static long end(long hash, int bits) {
        return bits == 0 ? 0 : ((hash >>> (64 - bits)) + 1) << (64 - bits);
    }
}
