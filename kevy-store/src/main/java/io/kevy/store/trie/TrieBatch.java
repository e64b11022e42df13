package io.kevy.store.trie;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Brings what lookups will need into the processor's cache, for several hashes at a time: a lookup
 * is a chain of reads that each wait for the one before, branch, branch, leaf, record. When the first
 * step is taken for all hashes, then the second for all, the misses of different keys overlap.
 *
 * <p>Changes nothing. Used by the store's thread, and reused.
 */
public final class TrieBatch {
    private static final int CACHE_LINE_BYTES = 64;

    private final Nodes nodes;
    private final Memory memory;
    private final long[] hashes;
    private final long[] entries;
    private final int[] levels;
    private int count;

    /** What was read has to go somewhere, or the compiler leaves the reading out. */
    @SuppressWarnings("UnusedVariable")
    private long read;

    /**
     * @param keysMax the most hashes between two {@link #run}s
     */
    public TrieBatch(HashTrie trie, int keysMax) {
        nodes = trie.nodes;
        memory = nodes.memory;
        hashes = new long[keysMax];
        entries = new long[keysMax];
        levels = new int[keysMax];
    }

    /**
     * Adds a key's hash, of any table of the trie.
     *
     * @throws IndexOutOfBoundsException when there is no room for one more
     */
    public void add(long root, long hash) {
        hashes[count] = hash;
        entries[count] = root;
        levels[count++] = 0;
    }

    /** Reads ahead for all hashes added, and forgets them. */
    public void run() {
        while (descend()) {
            // One more level for all.
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += guessedSlot(i);
        }
        for (int i = 0; i < count; i++) {
            entries[i] = record(i);
        }
        for (int i = 0; i < count; i++) {
            sum += touch(entries[i]);
        }
        read += sum;
        count = 0;
    }

    private boolean descend() {
        long branches = 0;
        for (int i = 0; i < count; i++) {
            long entry = entries[i];
            if (Entries.isBranch(entry)) {
                entry = nodes.child(entry, hashes[i] << (levels[i]++ << 3));
                entries[i] = entry;
                branches |= entry;
            }
        }
        return Entries.isBranch(branches);
    }

    private long fingerprint(int i) {
        return Slots.fingerprint(hashes[i], Math.max(levels[i] - 1, 0));
    }

    private long guessedSlot(int i) {
        long leaf = Entries.address(entries[i]);
        int slots = Entries.count(entries[i]);
        if (slots == 0) {
            return 0;
        }
        int at = Nodes.guess(slots, fingerprint(i), Entries.depth(entries[i]));
        return nodes.slot(leaf, at);
    }

    /** The address of the record that has the fingerprint, 0 if there is none. */
    private long record(int i) {
        long leaf = Entries.address(entries[i]);
        int slots = Entries.count(entries[i]);
        if (slots == 0) {
            return 0;
        }
        MemorySegment page = memory.page(leaf);
        long base = Nodes.slotAt(leaf, 0);
        long fingerprint = fingerprint(i);
        int at = Nodes.lowerIndex(page, base, slots, fingerprint, Entries.depth(entries[i]));
        if (at == slots) {
            return 0;
        }
        long slot = page.get(Nodes.LONG, base + ((long) at << 3));
        return Slots.fingerprint(slot) == fingerprint ? Slots.address(slot) : 0;
    }

    /** Reads the first two cache lines of a record. */
    private long touch(long record) {
        if (record == 0) {
            return 0;
        }
        MemorySegment page = memory.page(record);
        long at = PageMap.offset(record);
        long next = Math.min(at + CACHE_LINE_BYTES, page.byteSize() - 1);
        return (long) page.get(ValueLayout.JAVA_BYTE, at) + page.get(ValueLayout.JAVA_BYTE, next);
    }
}
