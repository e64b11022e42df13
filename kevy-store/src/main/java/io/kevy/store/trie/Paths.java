package io.kevy.store.trie;

import io.kevy.store.memory.Memory;

/**
 * The way from the root to a leaf, which a {@link TriePlace} holds: going down it, and changing what
 * stands on it.
 *
 * <p>A block is owned only if all blocks above it are: whoever links it owns the one it is linked to,
 * and views opened later see both. So one look at the leaf tells whether the path may be changed.
 */
final class Paths {
    private final Nodes nodes;
    private final Memory memory;

    Paths(Nodes nodes) {
        this.nodes = nodes;
        memory = nodes.memory;
    }

    /** Fills the place's path; its slot is left as it was. */
    void descend(long root, long hash, TriePlace place) {
        long entry = root;
        long rest = hash;
        int levels = 0;
        long[] branches = place.branches;
        while (Entries.isBranch(entry)) {
            branches[levels++] = entry;
            entry = nodes.child(entry, rest);
            rest <<= 8;
        }
        place.hash = hash;
        place.levels = levels;
        place.leaf = entry;
    }

    /** The level at whose bits the fingerprints of the place's leaf begin. */
    static int window(TriePlace place) {
        return Math.max(place.levels - 1, 0);
    }

    /** The first {@code depth} of the 8 hash bits that belong to a level. */
    static int prefix(long hash, int level, int depth) {
        return Nodes.index(hash << (level << 3), depth);
    }

    /**
     * Makes sure that {@link #own} succeeds, and allocations of so many bytes in so many blocks after
     * it.
     *
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    void reserve(TriePlace place, long moreBytes, int moreBlocks) {
        long bytes = moreBytes;
        int blocks = moreBlocks;
        long leaf = Entries.address(place.leaf);
        if (leaf == 0 || !memory.isOwned(leaf)) {
            if (leaf != 0) {
                bytes += Nodes.leafBytes(nodes.capacity(leaf));
                blocks++;
            }
            for (int level = 0; level < place.levels; level++) {
                if (!memory.isOwned(Entries.address(place.branches[level]))) {
                    bytes += Nodes.branchBytes(Entries.log(place.branches[level]));
                    blocks++;
                }
            }
        }
        if (blocks > 0) {
            memory.reserve(bytes, blocks);
        }
    }

    /** Makes all blocks of the path changeable; room for the copies is reserved. Gives the root. */
    long own(long root, TriePlace place) {
        long leaf = Entries.address(place.leaf);
        return leaf != 0 && memory.isOwned(leaf) ? root : ownAll(root, place, leaf);
    }

    private long ownAll(long root, TriePlace place, long leaf) {
        long newest = root;
        for (int level = 0; level < place.levels; level++) {
            long branch = Entries.address(place.branches[level]);
            long owned = memory.own(branch);
            if (owned != branch) {
                newest = link(newest, place, level, Entries.moved(place.branches[level], owned));
            }
        }
        return leaf == 0
                ? newest
                : linkLeaf(newest, place, Entries.moved(place.leaf, nodes.ownLeaf(leaf)));
    }

    /** Lets the branch of a level be another one. Gives the root. */
    long link(long root, TriePlace place, int level, long branchEntry) {
        place.branches[level] = branchEntry;
        if (level == 0) {
            return branchEntry;
        }
        long above = Entries.address(place.branches[level - 1]);
        nodes.entry(above, prefix(place.hash, level - 1, 8), branchEntry);
        return root;
    }

    /** Lets the leaf, or the lack of one, be another one. Gives the root. */
    long linkLeaf(long root, TriePlace place, long entry) {
        place.leaf = entry;
        if (place.levels == 0) {
            return entry;
        }
        int level = place.levels - 1;
        long branch = place.branches[level];
        int depth = Entries.depth(entry);
        int prefix = prefix(place.hash, level, depth);
        nodes.fill(Entries.address(branch), Entries.log(branch), prefix, depth, entry);
        return root;
    }

    /** Notes a deadline in the leaf and all above it. */
    void noteDeadline(TriePlace place, long deadline) {
        if (deadline != HashTrie.NO_DEADLINE) {
            nodes.lowerBound(Entries.address(place.leaf), deadline);
            for (int level = place.levels - 1; level >= 0; level--) {
                nodes.lowerBound(Entries.address(place.branches[level]), deadline);
            }
        }
    }

    /**
     * Takes one slot out of the leaf, which is owned and stays, even when nothing is left in it. Gives
     * the root.
     */
    long removeSlot(long root, TriePlace place, int index) {
        long leaf = Entries.address(place.leaf);
        int count = Entries.count(place.leaf);
        nodes.removeSlot(leaf, count, index);
        return linkLeaf(root, place, Entries.leaf(leaf, Entries.depth(place.leaf), count - 1));
    }
}
