package io.kevy.store.trie;

import io.kevy.store.memory.Memory;

/**
 * Makes room in a leaf: a longer leaf up to {@link Nodes#LEAF_SLOTS_MAX} slots, then two, cut where
 * the hashes first differ. As the slots are in order and the window holds the bits of its level, a
 * cut within the level reads no record; only when all 8 bits are used up, every 256-fold growth, the
 * fingerprints are made anew under a branch of the next level.
 *
 * <p>All room is reserved before anything changes.
 */
final class Growth {
    /** Where hashes differ that are all the same. */
    private static final int NOWHERE = 64;

    private final Nodes nodes;
    private final Memory memory;
    private final Paths paths;
    private final TrieRecords records;

    Growth(Nodes nodes, Paths paths, TrieRecords records) {
        this.nodes = nodes;
        memory = nodes.memory;
        this.paths = paths;
        this.records = records;
    }

    boolean hasRoom(TriePlace place) {
        long leaf = Entries.address(place.leaf);
        int count = Entries.count(place.leaf);
        return leaf != 0 && count < Nodes.LEAF_SLOTS_MAX && count < nodes.capacity(leaf);
    }

    /**
     * Makes the place's path owned, with room in its leaf for one slot of the place's hash.
     *
     * @return the root
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    long makeRoom(long root, TriePlace place) {
        int count = Entries.count(place.leaf);
        if (count < Nodes.LEAF_SLOTS_MAX) {
            return lengthen(root, place, count + 1);
        }
        int bit = firstDifference(place, count);
        if (bit != NOWHERE) {
            return split(root, place, bit);
        }
        if (count == Nodes.SAME_HASH_MAX) {
            throw new OutOfMemoryError("a hash is shared by more than " + count + " keys");
        }
        return lengthen(root, place, Math.min(Nodes.SAME_HASH_MAX, count + (count >> 1)));
    }

    private long lengthen(long root, TriePlace place, int slots) {
        long leaf = Entries.address(place.leaf);
        boolean longEnough = leaf != 0 && Entries.count(place.leaf) < nodes.capacity(leaf);
        paths.reserve(place, longEnough ? 0 : Nodes.leafBytes(slots), longEnough ? 0 : 1);
        long newest = paths.own(root, place);
        return longEnough ? newest : resize(newest, place, slots);
    }

    /** Puts the owned leaf, or none, into a new one with room for so many slots. Gives the root. */
    long resize(long root, TriePlace place, int slots) {
        long leaf = Entries.address(place.leaf);
        long resized = nodes.newLeaf(slots);
        if (leaf != 0) {
            nodes.appendSlots(leaf, 0, resized, Entries.count(place.leaf));
            memory.discard(leaf);
        }
        return paths.linkLeaf(root, place, Entries.moved(place.leaf, resized));
    }

    /** The first bit in which the hashes in the leaf, and the place's, are not all the same. */
    private int firstDifference(TriePlace place, int count) {
        long leaf = Entries.address(place.leaf);
        int window = Paths.window(place);
        long lowest = Slots.fingerprint(nodes.slot(leaf, 0));
        long highest = Slots.fingerprint(nodes.slot(leaf, count - 1));
        long difference = (lowest ^ highest) | (lowest ^ Slots.fingerprint(place.hash, window));
        if (difference != 0) {
            return (window << 3)
                    + Long.numberOfLeadingZeros(difference << Slots.FINGERPRINT_SHIFT);
        }
        for (int i = 0; i < count; i++) {
            difference |= records.hash(Slots.address(nodes.slot(leaf, i))) ^ place.hash;
        }
        return Long.numberOfLeadingZeros(difference);
    }

    private long split(long root, TriePlace place, int bit) {
        int window = Paths.window(place);
        int level = bit >>> 3;
        int count = Entries.count(place.leaf);
        paths.reserve(place,
                2 * Nodes.leafBytes(count + 1) + (level - window + 1) * Nodes.BRANCH_BYTES_MAX,
                level - window + 3);
        long newest = paths.own(root, place);
        long leaf = Entries.address(place.leaf);
        if (level > window) {
            moveWindow(leaf, count, level);
        }
        int depth = (bit & 7) + 1;
        int cut = cut(leaf, count, 1L << (Slots.FINGERPRINT_BITS - depth));
        long bound = nodes.bound(leaf);
        long zero = Entries.none(depth);
        long one = zero;
        if (cut == count) {
            zero = Entries.leaf(leaf, depth, count);
        } else if (cut == 0) {
            one = Entries.leaf(leaf, depth, count);
        } else {
            zero = Entries.leaf(part(leaf, 0, cut), depth, cut);
            one = Entries.leaf(part(leaf, cut, count - cut), depth, count - cut);
            memory.discard(leaf);
        }
        newest = linkPair(newest, place, bit, bound, zero, one);
        paths.descend(newest, place.hash, place);
        long target = Entries.address(place.leaf);
        return target == 0 ? resize(newest, place, 1) : newest;
    }

    /** Makes the fingerprints begin with the bits of a level. */
    private void moveWindow(long leaf, int count, int level) {
        for (int i = 0; i < count; i++) {
            long slot = nodes.slot(leaf, i);
            long hash = records.hash(Slots.address(slot));
            long moved = Slots.withFingerprint(slot, Slots.fingerprint(hash, level));
            // The old order is the new one but where all bits of the old fingerprint are equal.
            int at = i;
            for (; at > 0; at--) {
                long before = nodes.slot(leaf, at - 1);
                if (Slots.fingerprint(before) <= Slots.fingerprint(moved)) {
                    break;
                }
                nodes.slot(leaf, at, before);
            }
            nodes.slot(leaf, at, moved);
        }
    }

    /** The index of the first slot whose fingerprint has the bit; those before it have not. */
    private int cut(long leaf, int count, long bit) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((Slots.fingerprint(nodes.slot(leaf, middle)) & bit) == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A leaf of some slots of another one, and room for one more. */
    private long part(long leaf, int from, int slots) {
        long part = nodes.newLeaf(slots + 1);
        nodes.appendSlots(leaf, from, part, slots);
        return part;
    }

    /**
     * Puts two leaves, whose hashes share the place's bits up to the given one, where the place's leaf
     * was. Gives the root.
     */
    private long linkPair(long root, TriePlace place, int bit, long bound, long zero, long one) {
        int window = Paths.window(place);
        int level = bit >>> 3;
        int depth = (bit & 7) + 1;
        if (place.levels > 0 && level == window) {
            long newest = widen(root, place, depth);
            linkPair(place.branches[level], place, level, Entries.depth(place.leaf), zero, one);
            return newest;
        }
        long child = Entries.branch(nodes.newBranch(depth, bound), depth);
        linkPair(child, place, level, 0, zero, one);
        for (int at = level - 1; at >= place.levels; at--) {
            long above = Entries.branch(nodes.newBranch(8, bound), 8);
            linkOnly(above, place, at, 0, child);
            child = above;
        }
        if (place.levels == 0) {
            return child;
        }
        long newest = widen(root, place, 8);
        linkOnly(place.branches[window], place, window, Entries.depth(place.leaf), child);
        return newest;
    }

    private void linkPair(long branch, TriePlace place, int level, int from, long zero, long one) {
        int depth = Entries.depth(zero);
        int log = Entries.log(branch);
        linkNone(branch, place, level, from, depth - 1);
        int prefix = Paths.prefix(place.hash, level, depth) & ~1;
        nodes.fill(Entries.address(branch), log, prefix, depth, zero);
        nodes.fill(Entries.address(branch), log, prefix | 1, depth, one);
    }

    private void linkOnly(long branch, TriePlace place, int level, int from, long child) {
        linkNone(branch, place, level, from, 8);
        nodes.entry(Entries.address(branch), Paths.prefix(place.hash, level, 8), child);
    }

    /** Notes that beside the place's bits from one depth to another there is nothing. */
    private void linkNone(long branch, TriePlace place, int level, int from, int to) {
        for (int depth = from + 1; depth <= to; depth++) {
            int beside = Paths.prefix(place.hash, level, depth) ^ 1;
            nodes.fill(Entries.address(branch), Entries.log(branch), beside, depth,
                    Entries.none(depth));
        }
    }

    /** Gives the lowest branch at least {@code 2^log} entries. */
    private long widen(long root, TriePlace place, int log) {
        int level = place.levels - 1;
        long entry = place.branches[level];
        int before = Entries.log(entry);
        if (before >= log) {
            return root;
        }
        long branch = Entries.address(entry);
        long wide = nodes.newBranch(log, nodes.bound(branch));
        for (int i = 0; i < (1 << before); i++) {
            nodes.fill(wide, log, i, before, nodes.entry(branch, i));
        }
        long newest = paths.link(root, place, level, Entries.branch(wide, log));
        memory.discard(branch);
        return newest;
    }
}
