package io.kevy.store.trie;

import io.kevy.store.memory.Memory;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Going over tries: a leaf at a time, from a hash on, each found anew from the root, so that anything
 * may happen to the trie between two leaves.
 */
final class Sweeps {
    /** What a scan keeps of the hash: cursors are below 2 to this power. */
    private static final int CURSOR_BITS = 48;

    /**
     * Evenly spread hashes make leaves of at least so many records on average; what stands deeper
     * than that allows is rare.
     */
    private static final int SLOTS_MIN = 12;

    private static final int TRIES_MAX = 200;

    private final Nodes nodes;
    private final Memory memory;
    private final Paths paths;
    private final Shrinking shrinking;
    private final TrieRecords records;

    /** The way to the leaf last read. */
    private final TriePlace way = new TriePlace();

    Sweeps(Nodes nodes, Paths paths, Shrinking shrinking, TrieRecords records) {
        this.nodes = nodes;
        memory = nodes.memory;
        this.paths = paths;
        this.shrinking = shrinking;
        this.records = records;
    }

    // Reading only

    long scan(long root, long cursor, int recordsMin, TrieVisitor visitor) {
        int shift = Long.SIZE - CURSOR_BITS;
        long hash = cursor << shift;
        int seen = 0;
        do {
            paths.descend(root, hash, way);
            long leaf = way.leaf;
            int bits = Entries.bits(leaf, way.levels);
            hash = Entries.end(hash, bits);
            int count = Entries.count(leaf);
            for (int i = 0; i < count; i++) {
                visitor.visit(slotOf(leaf, i));
            }
            seen += count;
            // Cursors cannot stand between leaves that differ in the last bits only.
        } while (hash != 0 && (seen < recordsMin || hash << CURSOR_BITS != 0));
        return hash >>> shift;
    }

    long random(long root, long count, RandomGenerator random) {
        if (!Entries.isBranch(root)) {
            return slotOf(root, random.nextInt(Entries.count(root)));
        }
        int deepest = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, count / SLOTS_MIN));
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            long hash = random.nextLong();
            paths.descend(root, hash, way);
            long leaf = way.leaf;
            int bits = Entries.bits(leaf, way.levels);
            // A leaf that takes twice the hashes is met twice as often.
            int above = deepest - bits;
            if (above > 0 && random.nextLong() >>> (Long.SIZE - Math.min(above, 63)) != 0) {
                continue;
            }
            int slots = Entries.count(leaf);
            int index = random.nextInt(Math.max(slots, Nodes.LEAF_SLOTS_MAX));
            if (index < slots) {
                return slotOf(leaf, index);
            }
        }
        return someRecord(root, random);
    }

    /** For hashes that are not evenly spread: one of the first leaf after a random hash. */
    private long someRecord(long root, RandomGenerator random) {
        long hash = random.nextLong();
        while (true) {
            paths.descend(root, hash, way);
            long leaf = way.leaf;
            int bits = Entries.bits(leaf, way.levels);
            int slots = Entries.count(leaf);
            if (slots > 0) {
                return slotOf(leaf, random.nextInt(slots));
            }
            hash = Entries.end(hash, bits);
        }
    }

    private long slotOf(long leafEntry, int index) {
        return Slots.address(nodes.slot(Entries.address(leafEntry), index));
    }

    // Expiry

    boolean expire(TrieSweep sweep, long now, TrieExpiry expiry, BooleanSupplier spent) {
        do {
            int bits = descendToDue(sweep, now);
            long hash = sweep.next;
            if (bits < 0) {
                bits = Entries.bits(sweep.place.leaf, sweep.place.levels);
                expireLeaf(sweep, now, expiry);
            }
            long next = Entries.end(hash, bits);
            raiseBounds(sweep, now, next);
            sweep.next = next;
        } while (sweep.next != 0 && !spent.getAsBoolean());
        return sweep.next == 0;
    }

    /**
     * Goes down to the leaf at the sweep's hash as long as there may be something due.
     *
     * @return how many bits the hashes share that have nothing due; -1 when a leaf may have
     */
    private int descendToDue(TrieSweep sweep, long now) {
        var place = sweep.place;
        place.hash = sweep.next;
        long entry = sweep.root;
        int levels = 0;
        while (Entries.isBranch(entry) && nodes.bound(Entries.address(entry)) < now) {
            place.branches[levels] = entry;
            entry = nodes.child(entry, sweep.next << (levels++ << 3));
        }
        place.levels = levels;
        if (Entries.isBranch(entry)) {
            return levels << 3;
        }
        place.leaf = entry;
        long leaf = Entries.address(entry);
        return leaf == 0 || nodes.bound(leaf) >= now ? Entries.bits(entry, levels) : -1;
    }

    private void expireLeaf(TrieSweep sweep, long now, TrieExpiry expiry) {
        var place = sweep.place;
        long bound = HashTrie.NO_DEADLINE;
        int due = 0;
        long leaf = Entries.address(place.leaf);
        int count = Entries.count(place.leaf);
        for (int i = 0; i < count; i++) {
            long deadline = records.deadline(Slots.address(nodes.slot(leaf, i)));
            if (deadline < now) {
                due++;
            } else {
                bound = Math.min(bound, deadline);
            }
        }
        if (due > 0) {
            paths.reserve(place, 0, 0);
            sweep.root = paths.own(sweep.root, place);
            leaf = Entries.address(place.leaf);
            for (int i = count - 1; due > 0; i--) {
                long slot = nodes.slot(leaf, i);
                long record = Slots.address(slot);
                if (records.deadline(record) < now) {
                    expiry.expire(record, Slots.isYoung(slot));
                    sweep.root = paths.removeSlot(sweep.root, place, i);
                    due--;
                }
            }
        }
        nodes.bound(leaf, bound);
        if (Entries.count(place.leaf) < count) {
            sweep.root = shrinking.shrink(sweep.root, place);
        }
    }

    /**
     * Works out the bounds anew of those branches that the sweep leaves, now that the bounds of their
     * children are as they should be.
     */
    private void raiseBounds(TrieSweep sweep, long now, long next) {
        var place = sweep.place;
        if (place.levels == 0) {
            return;
        }
        for (int level = place.levels - 1; level >= 0; level--) {
            boolean leaves = next == Entries.end(sweep.next, level << 3);
            if (!leaves) {
                return;
            }
            long branch = Entries.address(place.branches[level]);
            if (nodes.bound(branch) < now) {
                nodes.bound(branch, boundBelow(branch, Entries.log(place.branches[level])));
            }
        }
    }

    private long boundBelow(long branch, int log) {
        long bound = HashTrie.NO_DEADLINE;
        for (int i = 0; i < (1 << log);) {
            long entry = nodes.entry(branch, i);
            if (Entries.address(entry) != 0) {
                bound = Math.min(bound, nodes.bound(Entries.address(entry)));
            }
            i += Entries.isBranch(entry) ? 1 : 1 << (log - Entries.depth(entry));
        }
        return bound;
    }

    // Compaction

    boolean compact(TrieSweep sweep, TrieMover mover, BooleanSupplier spent) {
        var place = sweep.place;
        do {
            long hash = sweep.next;
            paths.descend(sweep.root, hash, place);
            for (int level = 0; level < place.levels; level++) {
                compactBranch(sweep, level);
            }
            if (Entries.address(place.leaf) != 0) {
                compactLeaf(sweep, mover);
            }
            sweep.next = Entries.end(hash, Entries.bits(place.leaf, place.levels));
        } while (sweep.next != 0 && !spent.getAsBoolean());
        return sweep.next == 0;
    }

    private void compactBranch(TrieSweep sweep, int level) {
        long entry = sweep.place.branches[level];
        long branch = Entries.address(entry);
        if (memory.isSparse(branch) && memory.isOwned(branch)) {
            int log = Entries.log(entry);
            long copy = nodes.newBranch(log, nodes.bound(branch));
            nodes.copyEntries(branch, copy, log);
            memory.discard(branch);
            sweep.root = paths.link(sweep.root, sweep.place, level, Entries.moved(entry, copy));
        }
    }

    private void compactLeaf(TrieSweep sweep, TrieMover mover) {
        var place = sweep.place;
        long leaf = Entries.address(place.leaf);
        if (!memory.isOwned(leaf)) {
            return;
        }
        int count = Entries.count(place.leaf);
        if (memory.isSparse(leaf)) {
            long copy = nodes.newLeaf(count);
            nodes.appendSlots(leaf, 0, copy, count);
            memory.discard(leaf);
            leaf = copy;
            sweep.root = paths.linkLeaf(sweep.root, place, Entries.moved(place.leaf, leaf));
        }
        for (int i = 0; i < count; i++) {
            long slot = nodes.slot(leaf, i);
            if (memory.isSparse(Slots.address(slot))) {
                boolean young = Slots.isYoung(slot);
                if (memory.ownsRecord(young)) {
                    long moved = mover.move(Slots.address(slot), young);
                    nodes.slot(leaf, i, Slots.of(moved, Slots.fingerprint(slot)));
                }
            }
        }
    }
}
