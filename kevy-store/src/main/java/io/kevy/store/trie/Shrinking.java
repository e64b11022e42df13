package io.kevy.store.trie;

import io.kevy.store.memory.Memory;

/**
 * Gives back what a trie no longer needs after a removal: joins leaves, halves branches, puts the
 * last leaf of a branch in the branch's place. Far from the sizes at which they were split, so that
 * nothing flutters.
 *
 * <p>Each step leaves a whole trie, and one for which there is no memory is left out: a removal that
 * has been done stays done.
 */
final class Shrinking {
    /** Two leaves are joined when they hold no more together. */
    static final int JOINED_SLOTS_MAX = 24;

    /** A leaf is made shorter when so many slots are free. */
    private static final int FREE_SLOTS_MAX = 16;

    private final Nodes nodes;
    private final Memory memory;
    private final Paths paths;

    Shrinking(Nodes nodes, Paths paths) {
        this.nodes = nodes;
        memory = nodes.memory;
        this.paths = paths;
    }

    /** Looks at the place's leaf, whose path is owned. Gives the root. */
    long shrink(long root, TriePlace place) {
        long newest = root;
        int count = Entries.count(place.leaf);
        if (count == 0) {
            memory.discard(Entries.address(place.leaf));
            newest = paths.linkLeaf(root, place, Entries.none(Entries.depth(place.leaf)));
        }
        if (count <= JOINED_SLOTS_MAX / 2 && place.levels > 0) {
            newest = join(newest, place);
        }
        if (Entries.address(place.leaf) == 0) {
            return place.levels == 0 ? 0 : newest;
        }
        return shorten(newest, place);
    }

    private long shorten(long root, TriePlace place) {
        long leaf = Entries.address(place.leaf);
        int count = Entries.count(place.leaf);
        if (nodes.capacity(leaf) - count < FREE_SLOTS_MAX) {
            return root;
        }
        long shorter;
        try {
            shorter = nodes.newLeaf(count);
        } catch (OutOfMemoryError e) {
            return root;
        }
        nodes.appendSlots(leaf, 0, shorter, count);
        memory.discard(leaf);
        return paths.linkLeaf(root, place, Entries.moved(place.leaf, shorter));
    }

    private long join(long root, TriePlace place) {
        long newest = root;
        while (place.levels > 0) {
            int before = Entries.depth(place.leaf);
            newest = joinWithin(newest, place);
            int depth = Entries.depth(place.leaf);
            if (depth > 0) {
                return depth < before ? narrow(newest, place) : newest;
            }
            newest = dissolve(newest, place);
        }
        return newest;
    }

    /** Joins the leaf with those beside it as long as they are small. */
    private long joinWithin(long root, TriePlace place) {
        int level = place.levels - 1;
        long branch = Entries.address(place.branches[level]);
        int log = Entries.log(place.branches[level]);
        long newest = root;
        for (int depth = Entries.depth(place.leaf); depth > 0; depth--) {
            int prefix = Paths.prefix(place.hash, level, depth);
            long beside = nodes.entry(branch, (prefix ^ 1) << (log - depth));
            int count = Entries.count(place.leaf) + Entries.count(beside);
            if (Entries.isBranch(beside) || Entries.depth(beside) != depth
                    || count > JOINED_SLOTS_MAX) {
                break;
            }
            long joined;
            try {
                joined = joined(place.leaf, beside, (prefix & 1) == 0);
            } catch (OutOfMemoryError e) {
                break;
            }
            newest = paths.linkLeaf(newest, place, Entries.leaf(joined, depth - 1, count));
        }
        return newest;
    }

    /** The address of what holds the records of both; 0 when there are none. */
    private long joined(long leaf, long beside, boolean leafFirst) {
        if (Entries.address(beside) == 0) {
            return Entries.address(leaf);
        }
        if (Entries.address(leaf) == 0) {
            return nodes.ownLeaf(Entries.address(beside));
        }
        int count = Entries.count(leaf) + Entries.count(beside);
        boolean owned = memory.isOwned(Entries.address(beside));
        long joined = nodes.newLeaf(count);
        long first = leafFirst ? leaf : beside;
        long second = leafFirst ? beside : leaf;
        nodes.appendSlots(Entries.address(first), 0, joined, Entries.count(first));
        nodes.appendSlots(Entries.address(second), 0, joined, Entries.count(second));
        if (!owned) {
            int from = leafFirst ? Entries.count(leaf) : 0;
            nodes.clearYoung(joined, from, from + Entries.count(beside));
        }
        try {
            memory.discard(Entries.address(beside));
        } catch (OutOfMemoryError e) {
            memory.discard(joined);
            throw e;
        }
        memory.discard(Entries.address(leaf));
        return joined;
    }

    /** Gives the lowest branch only as many entries as its deepest child needs. */
    private long narrow(long root, TriePlace place) {
        int level = place.levels - 1;
        int log = Entries.log(place.branches[level]);
        long branch = Entries.address(place.branches[level]);
        int deepest = 0;
        for (int i = 0; i < (1 << log) && deepest < log; i++) {
            long entry = nodes.entry(branch, i);
            deepest = Entries.isBranch(entry) ? log : Math.max(deepest, Entries.depth(entry));
        }
        if (deepest == log) {
            return root;
        }
        long narrow;
        try {
            narrow = nodes.newBranch(deepest, nodes.bound(branch));
        } catch (OutOfMemoryError e) {
            return root;
        }
        for (int i = 0; i < (1 << deepest); i++) {
            nodes.entry(narrow, i, nodes.entry(branch, i << (log - deepest)));
        }
        memory.discard(branch);
        return paths.link(root, place, level, Entries.branch(narrow, deepest));
    }

    /** Puts the only leaf of a branch, or the lack of one, in the branch's place. */
    private long dissolve(long root, TriePlace place) {
        int level = --place.levels;
        memory.discard(Entries.address(place.branches[level]));
        long leaf = Entries.address(place.leaf);
        int count = Entries.count(place.leaf);
        if (level == 0) {
            return paths.linkLeaf(root, place, Entries.leaf(leaf, 0, count));
        }
        long high = (long) Paths.prefix(place.hash, level - 1, 8) << (Slots.FINGERPRINT_BITS - 8);
        for (int i = 0; i < count; i++) {
            long slot = nodes.slot(leaf, i);
            long fingerprint = high | (Slots.fingerprint(slot) >>> 8);
            nodes.slot(leaf, i, Slots.withFingerprint(slot, fingerprint));
        }
        return paths.linkLeaf(root, place, Entries.leaf(leaf, 8, count));
    }
}
