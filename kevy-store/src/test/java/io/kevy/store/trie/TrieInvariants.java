package io.kevy.store.trie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Memory;

/** Walks a trie and checks all that it promises about itself. */
final class TrieInvariants {
    private final Memory memory;
    private final Nodes nodes;
    private final TrieRecords records;

    private long count;
    private long bytes;

    private TrieInvariants(Memory memory, Nodes nodes, TrieRecords records) {
        this.memory = memory;
        this.nodes = nodes;
        this.records = records;
    }

    /** Checks a trie of so many records; gives the bytes of its blocks and records. */
    static long check(Memory memory, HashTrie trie, TrieRecords records, long root, long count) {
        var check = new TrieInvariants(memory, trie.nodes, records);
        if (root != 0) {
            check.child(root, 0, 0, 0, Long.MIN_VALUE, true);
        }
        assertEquals(count, check.count);
        return check.bytes;
    }

    /**
     * @param prefix hash bits that all below share, from the highest on
     */
    private void child(long entry, int level, long prefix, int bits, long boundAbove,
            boolean aboveOwned) {
        long address = Entries.address(entry);
        if (address == 0) {
            assertTrue(level > 0, "an empty trie is 0");
            assertEquals(0, Entries.count(entry));
            return;
        }
        boolean owned = memory.isOwned(address);
        assertTrue(aboveOwned || !owned, "what is owned stands below what is owned");
        assertTrue(boundAbove <= nodes.bound(address), "bounds hold for all below");
        bytes += memory.capacity(address);
        if (Entries.isBranch(entry)) {
            branch(address, Entries.log(entry), level, prefix, nodes.bound(address), owned);
        } else {
            leaf(entry, Math.max(level - 1, 0), prefix, bits);
        }
    }

    private void branch(long branch, int log, int level, long prefix, long bound, boolean owned) {
        assertTrue(log >= 1 && log <= 8);
        assertEquals(log, nodes.log(branch));
        assertTrue(level < TriePlace.LEVELS_MAX);
        for (int i = 0; i < (1 << log);) {
            long entry = nodes.entry(branch, i);
            int depth = Entries.isBranch(entry) ? 8 : Entries.depth(entry);
            assertTrue(depth >= 1 && depth <= log, "depth " + depth + " of " + log);
            int width = 1 << (log - depth);
            assertEquals(0, i & (width - 1));
            for (int j = i; j < i + width; j++) {
                assertEquals(entry, nodes.entry(branch, j));
            }
            long below = prefix | ((long) i << (64 - 8 * level - log));
            child(entry, level + 1, below, 8 * level + depth, bound, owned);
            i += width;
        }
    }

    private void leaf(long entry, int window, long prefix, int bits) {
        long leaf = Entries.address(entry);
        int slots = Entries.count(entry);
        assertTrue(slots > 0, "an empty leaf is none");
        assertEquals(slots, nodes.count(leaf));
        assertTrue(slots <= nodes.capacity(leaf));
        assertEquals(memory.capacity(leaf), Memory.rounded(16 + 8L * nodes.capacity(leaf)));
        count += slots;
        long before = 0;
        long first = records.hash(Slots.address(nodes.slot(leaf, 0)));
        for (int i = 0; i < slots; i++) {
            long slot = nodes.slot(leaf, i);
            long record = Slots.address(slot);
            long hash = records.hash(record);
            bytes += memory.capacity(record);
            assertTrue(bits == 0 || (hash ^ prefix) >>> (64 - bits) == 0, "where its hash belongs");
            assertEquals(Slots.fingerprint(hash, window), Slots.fingerprint(slot));
            assertTrue(before <= Slots.fingerprint(slot), "in order of fingerprints");
            before = Slots.fingerprint(slot);
            assertTrue(slots <= Nodes.LEAF_SLOTS_MAX || hash == first, "long leaves have one hash");
            assertTrue(nodes.bound(leaf) <= records.deadline(record));
        }
    }
}
