package io.kevy.store.trie;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The blocks of tries, as the writer reads and changes them.
 *
 * <pre>
 * leaf                                                 branch
 *  0  int   epoch                                       0  int   epoch
 *  4  int   bits 0-19 slots in use,                     4  int   log2 of the number of entries
 *           20-31 length in units of 64 bytes
 *  8  long  no deadline in it is earlier                8  long  no deadline below it is earlier
 * 16  slots ({@link Slots}) in order of fingerprints   16  entries ({@link Entries})
 * </pre>
 *
 * The bound of deadlines is the writer's alone, whoever owns the block: views do not read it.
 */
final class Nodes {
    static final int HEADER_BYTES = 16;
    static final int LEAF_UNIT_BYTES = 64;

    /** Leaves of records with different hashes are split rather than made longer. */
    static final int LEAF_SLOTS_MAX = 62;

    /** Records with an equal 64-bit hash stay in one leaf, of up to 128 KiB. */
    static final int SAME_HASH_MAX = 16_382;

    /** What a branch of 256 entries takes. */
    static final long BRANCH_BYTES_MAX = Memory.rounded(HEADER_BYTES + (256 << 3));

    private static final int META = 4;
    private static final int BOUND = 8;
    private static final int COUNT_MASK = (1 << 20) - 1;
    private static final int UNITS_SHIFT = 20;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    final Memory memory;

    Nodes(Memory memory) {
        this.memory = memory;
    }

    // Both

    long bound(long address) {
        return memory.page(address).get(LONG, PageMap.offset(address) + BOUND);
    }

    void bound(long address, long deadline) {
        memory.page(address).set(LONG, PageMap.offset(address) + BOUND, deadline);
    }

    void lowerBound(long address, long deadline) {
        MemorySegment page = memory.page(address);
        long at = PageMap.offset(address) + BOUND;
        if (deadline < page.get(LONG, at)) {
            page.set(LONG, at, deadline);
        }
    }

    // Leaves

    static int leafUnits(int slots) {
        return (HEADER_BYTES + (slots << 3) + LEAF_UNIT_BYTES - 1) / LEAF_UNIT_BYTES;
    }

    static long leafBytes(int slots) {
        return Memory.rounded((long) leafUnits(slots) * LEAF_UNIT_BYTES);
    }

    /** A leaf with nothing in it and room for so many slots. */
    long newLeaf(int slots) {
        int units = leafUnits(slots);
        long address = memory.allocate((long) units * LEAF_UNIT_BYTES);
        MemorySegment page = memory.page(address);
        long at = PageMap.offset(address);
        page.set(INT, at + META, units << UNITS_SHIFT);
        page.set(LONG, at + BOUND, HashTrie.NO_DEADLINE);
        return address;
    }

    private int leafMeta(long leaf) {
        return memory.page(leaf).get(INT, PageMap.offset(leaf) + META);
    }

    /** Number of slots that the leaf has room for. */
    int capacity(long leaf) {
        return (leafMeta(leaf) >>> UNITS_SHIFT) * (LEAF_UNIT_BYTES >> 3) - (HEADER_BYTES >> 3);
    }

    /** Number of slots in use, as the leaf itself says. */
    int count(long leaf) {
        return leafMeta(leaf) & COUNT_MASK;
    }

    private void count(long leaf, int count) {
        MemorySegment page = memory.page(leaf);
        long at = PageMap.offset(leaf) + META;
        page.set(INT, at, (page.get(INT, at) & ~COUNT_MASK) | count);
    }

    long slot(long leaf, int index) {
        return memory.page(leaf).get(LONG, slotAt(leaf, index));
    }

    void slot(long leaf, int index, long slot) {
        memory.page(leaf).set(LONG, slotAt(leaf, index), slot);
    }

    static long slotAt(long leaf, int index) {
        return PageMap.offset(leaf) + HEADER_BYTES + ((long) index << 3);
    }

    /** The address of a leaf that may be changed: this one, or a copy in which nothing is young. */
    long ownLeaf(long leaf) {
        if (memory.isOwned(leaf)) {
            return leaf;
        }
        long copy = memory.own(leaf);
        clearYoung(copy, 0, count(copy));
        return copy;
    }

    void clearYoung(long leaf, int from, int to) {
        for (int i = from; i < to; i++) {
            slot(leaf, i, slot(leaf, i) & ~Slots.YOUNG);
        }
    }

    /** Puts a slot at the index of a leaf that has room. */
    void insertSlot(long leaf, int count, int index, long slot) {
        MemorySegment page = memory.page(leaf);
        long at = slotAt(leaf, index);
        MemorySegment.copy(page, at, page, at + 8, (long) (count - index) << 3);
        page.set(LONG, at, slot);
        count(leaf, count + 1);
    }

    void removeSlot(long leaf, int count, int index) {
        MemorySegment page = memory.page(leaf);
        long at = slotAt(leaf, index);
        MemorySegment.copy(page, at + 8, page, at, (long) (count - index - 1) << 3);
        count(leaf, count - 1);
    }

    /** Adds so many slots of one leaf, from an index on, after those of another. */
    void appendSlots(long source, int from, long target, int slots) {
        int count = count(target);
        MemorySegment.copy(
                memory.page(source), slotAt(source, from),
                memory.page(target), slotAt(target, count), (long) slots << 3);
        count(target, count + slots);
        lowerBound(target, bound(source));
    }

    /** Where a fingerprint stands if the hashes are evenly spread, below the count. */
    static int guess(int count, long fingerprint, int depth) {
        long shared = (fingerprint << depth) & Slots.FINGERPRINT_MASK;
        return (int) ((shared * count) >>> Slots.FINGERPRINT_BITS);
    }

    /**
     * The index of the first slot whose fingerprint is this or higher, sought from its {@link #guess}
     * on.
     *
     * @param depth how many of the fingerprint's first bits all slots share
     */
    static int lowerIndex(MemorySegment page, long base, int count, long fingerprint, int depth) {
        int at = guess(count, fingerprint, depth);
        if (at < count && isBelow(page, base, at, fingerprint)) {
            do {
                at++;
            } while (at < count && isBelow(page, base, at, fingerprint));
        } else {
            while (at > 0 && !isBelow(page, base, at - 1, fingerprint)) {
                at--;
            }
        }
        return at;
    }

    private static boolean isBelow(MemorySegment page, long base, int index, long fingerprint) {
        return Slots.fingerprint(page.get(LONG, base + ((long) index << 3))) < fingerprint;
    }

    // Branches

    static long branchBytes(int log) {
        return Memory.rounded(HEADER_BYTES + (8L << log));
    }

    /** A branch whose entries are undefined. */
    long newBranch(int log, long bound) {
        long address = memory.allocate(HEADER_BYTES + (8L << log));
        MemorySegment page = memory.page(address);
        long at = PageMap.offset(address);
        page.set(INT, at + META, log);
        page.set(LONG, at + BOUND, bound);
        return address;
    }

    /** Log2 of the number of entries, as the branch itself says. */
    int log(long branch) {
        return memory.page(branch).get(INT, PageMap.offset(branch) + META);
    }

    long entry(long branch, int index) {
        return memory.page(branch).get(LONG, slotAt(branch, index));
    }

    void entry(long branch, int index, long entry) {
        memory.page(branch).set(LONG, slotAt(branch, index), entry);
    }

    void copyEntries(long source, long target, int log) {
        MemorySegment.copy(
                memory.page(source), slotAt(source, 0),
                memory.page(target), slotAt(target, 0), 8L << log);
    }

    /** The index of the child for what is left of the hash when the bits above are shifted out. */
    static int index(long rest, int log) {
        return (int) ((rest >>> 1) >>> (63 - log));
    }

    /** The child of the branch that an entry points to. */
    long child(long branchEntry, long rest) {
        return entry(Entries.address(branchEntry), index(rest, Entries.log(branchEntry)));
    }

    /**
     * Lets all entries of one prefix be the same.
     *
     * @param prefix the first {@code depth} bits of what is left of the hash
     */
    void fill(long branch, int log, int prefix, int depth, long entry) {
        MemorySegment page = memory.page(branch);
        long at = slotAt(branch, prefix << (log - depth));
        long end = at + (8L << (log - depth));
        for (; at < end; at += 8) {
            page.set(LONG, at, entry);
        }
    }
}
