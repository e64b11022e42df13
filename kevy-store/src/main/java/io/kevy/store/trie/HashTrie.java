package io.kevy.store.trie;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Hash tables of records: a keyspace, the fields of a hash, the members of a set. A table is its
 * <em>root</em>, one {@code long} that its owner keeps, 0 when it is empty; one object of this class
 * serves all tables whose records it can read.
 *
 * <p>Branches of up to 256 entries, each for 8 bits of the hash, lead to leaves of up to 62 slots.
 * A leaf covers a contiguous range of hashes, so a place in the table is a prefix of the hash, which
 * stays meaningful however the table grows and shrinks. The number of a leaf's slots stands in the
 * branch above it and the slots are in order of their hashes, so that a lookup goes to the slot
 * without reading the leaf's header. A table of up to 62 records is a single leaf, in steps of 64
 * bytes.
 *
 * <p>Every block carries its epoch and is copied before it is changed when a view may see it: the
 * first write after a freeze copies a path, three branches of 2 KiB and a leaf of 512 bytes for ten
 * million records. Records carry no epoch; a bit in the slot says whether a record is younger than
 * its leaf. Whoever takes a record out or replaces it discards it.
 *
 * <p>Writes are whole or they have not happened: they make sure of the memory first. Records whose
 * 64-bit hashes are equal stand in one leaf and are searched one by one, up to 16,382 of them.
 *
 * <p>Used by the store's thread only; {@link TrieWalk} reads what does not change from any.
 */
public final class HashTrie {
    /** The deadline of a record that has none. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * What one insertion, replacement or removal takes at most, {@link Memory#rounded}: the branches
     * of the way, as many new ones and a wider one; its leaf and the two it is split into. Leaves of
     * keys that share a whole hash are not counted.
     */
    public static final long CHANGE_BYTES_MAX =
            (2 * TriePlace.LEVELS_MAX + 1) * Nodes.BRANCH_BYTES_MAX
                    + 4 * Nodes.leafBytes(Nodes.LEAF_SLOTS_MAX);

    /** The blocks of {@link #CHANGE_BYTES_MAX}. */
    public static final int CHANGE_BLOCKS_MAX = 2 * TriePlace.LEVELS_MAX + 1 + 4;

    final Nodes nodes;
    private final Memory memory;
    private final TrieRecords records;
    private final Paths paths;
    private final Growth growth;
    private final Shrinking shrinking;
    private final Sweeps sweeps;
    private final int leafKind;
    private final int branchKind;

    /** Counts writes, which make places invalid. */
    private long changes;

    /** The tables of one kind of records; takes two of the memory's kinds. */
    public HashTrie(Memory memory, TrieRecords records) {
        this.memory = memory;
        this.records = records;
        nodes = new Nodes(memory);
        paths = new Paths(nodes);
        growth = new Growth(nodes, paths, records);
        shrinking = new Shrinking(nodes, paths);
        sweeps = new Sweeps(nodes, paths, shrinking, records);
        leafKind = memory.register(this::dismantleLeaf);
        branchKind = memory.register(this::dismantleBranch);
    }

    // Finding

    /**
     * Looks for the record of a key.
     *
     * @param place is filled, whether there is a record or not
     * @return whether there is one
     */
    public boolean find(long root, long hash, MemorySegment key, long offset, int length,
            TriePlace place) {
        paths.descend(root, hash, place);
        place.changes = changes;
        place.slot = 0;
        int count = Entries.count(place.leaf);
        if (count == 0) {
            place.index = 0;
            return false;
        }
        long leaf = Entries.address(place.leaf);
        MemorySegment page = memory.page(leaf);
        long base = PageMap.offset(leaf) + Nodes.HEADER_BYTES;
        long fingerprint = Slots.fingerprint(hash, Paths.window(place));
        int at = Nodes.lowerIndex(page, base, count, fingerprint, Entries.depth(place.leaf));
        for (int i = at; i < count; i++) {
            long slot = page.get(Nodes.LONG, base + ((long) i << 3));
            if (Slots.fingerprint(slot) != fingerprint) {
                break;
            }
            if (records.hasKey(Slots.address(slot), key, offset, length)) {
                place.slot = slot;
                place.index = i;
                return true;
            }
        }
        place.index = at;
        return false;
    }

    /** Whether nothing has changed since the place was found or written through. */
    public boolean isCurrent(TriePlace place) {
        return place.changes == changes;
    }

    /**
     * Whether the record at the place is younger than every view that sees its leaf, as {@link
     * Memory#ownsRecord} and {@link Memory#discardRecord} want it. To be asked before the record is
     * replaced or removed.
     */
    public boolean isYoung(TriePlace place) {
        return Slots.isYoung(place.slot) && memory.isOwned(Entries.address(place.leaf));
    }

    // Changing

    /**
     * Adds a record at a place where there is none.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    public long insert(long root, TriePlace place, long record, long deadline) {
        long newest = growth.hasRoom(place) ? ownPath(root, place) : makeRoom(root, place);
        long leaf = Entries.address(place.leaf);
        int count = Entries.count(place.leaf);
        long slot = Slots.of(record, Slots.fingerprint(place.hash, Paths.window(place)));
        nodes.insertSlot(leaf, count, place.index, slot);
        newest = paths.linkLeaf(
                newest, place, Entries.leaf(leaf, Entries.depth(place.leaf), count + 1));
        place.slot = slot;
        place.changes = ++changes;
        paths.noteDeadline(place, deadline);
        return newest;
    }

    private long makeRoom(long root, TriePlace place) {
        long newest = growth.makeRoom(root, place);
        long leaf = Entries.address(place.leaf);
        place.index = Nodes.lowerIndex(
                memory.page(leaf), Nodes.slotAt(leaf, 0), Entries.count(place.leaf),
                Slots.fingerprint(place.hash, Paths.window(place)), Entries.depth(place.leaf));
        return newest;
    }

    private long ownPath(long root, TriePlace place) {
        if (memory.isOwned(Entries.address(place.leaf))) {
            return root;
        }
        paths.reserve(place, 0, 0);
        return paths.own(root, place);
    }

    /**
     * Makes the way to the record at the place changeable, so that it can be replaced or removed
     * without fail until the next freeze, whatever else changes meanwhile.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    public long own(long root, TriePlace place) {
        long newest = ownPath(root, place);
        place.slot = nodes.slot(Entries.address(place.leaf), place.index);
        place.changes = ++changes;
        return newest;
    }

    /**
     * Puts a record where another one of the same key is, which the caller discards afterwards.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    public long replace(long root, TriePlace place, long record, long deadline) {
        long newest = ownPath(root, place);
        long slot = Slots.of(record, Slots.fingerprint(place.slot));
        nodes.slot(Entries.address(place.leaf), place.index, slot);
        place.slot = slot;
        place.changes = ++changes;
        paths.noteDeadline(place, deadline);
        return newest;
    }

    /**
     * Takes the record at the place out, which the caller discards afterwards.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room for copies of what a view sees; nothing has
     *     changed then
     */
    public long remove(long root, TriePlace place) {
        long newest = ownPath(root, place);
        newest = paths.removeSlot(newest, place, place.index);
        changes++;
        place.slot = 0;
        return shrinking.shrink(newest, place);
    }

    /** Notes that the record at the place, changed where it is, has this deadline now. */
    public void noteDeadline(TriePlace place, long deadline) {
        paths.noteDeadline(place, deadline);
    }

    // Going over it

    /**
     * Visits whole leaves from the cursor on until so many records were seen.
     *
     * @param cursor 0 at the start or what the last call returned; below 2^48
     * @return the next cursor, 0 at the end. A record that is there from the first call to the last
     *     is seen at least once.
     */
    public long scan(long root, long cursor, int recordsMin, TrieVisitor visitor) {
        return sweeps.scan(root, cursor, recordsMin, visitor);
    }

    /**
     * Some record, each nearly as likely as another; 0 if there is none.
     *
     * @param count number of records in the table
     */
    public long random(long root, long count, RandomGenerator random) {
        return root == 0 ? 0 : sweeps.random(root, count, random);
    }

    /**
     * Takes out what has a deadline before now, going on from where the sweep stands, at most to the
     * end of the trie; passes by what can have nothing due.
     *
     * @param spent asked after each leaf whether to stop
     * @return whether the end was reached; the sweep is at the start again then
     * @throws OutOfMemoryError when there is no room for copies of what a view sees
     */
    public boolean expire(TrieSweep sweep, long now, TrieExpiry expiry, BooleanSupplier spent) {
        changes++;
        return sweeps.expire(sweep, now, expiry, spent);
    }

    /**
     * Moves what lies sparse, and no view sees, to new blocks, going on from where the sweep stands,
     * at most to the end of the trie.
     *
     * @param spent asked after each leaf whether to stop
     * @return whether the end was reached; the sweep is at the start again then
     * @throws OutOfMemoryError when there is no room for copies
     */
    public boolean compact(TrieSweep sweep, TrieMover mover, BooleanSupplier spent) {
        changes++;
        return sweeps.compact(sweep, mover, spent);
    }

    // Giving up

    /** Gives up a table of the newest state, with all its records, see {@link Memory#discardTree}. */
    public void discard(long root) {
        if (root != 0) {
            memory.discardTree(Entries.address(root), kind(root));
        }
    }

    /** Frees a table that nobody sees, in steps, see {@link Memory#free}. */
    public void free(long root) {
        if (root != 0) {
            memory.free(Entries.address(root), kind(root));
        }
    }

    private int kind(long entry) {
        return Entries.isBranch(entry) ? branchKind : leafKind;
    }

    private void dismantleLeaf(long leaf) {
        int count = nodes.count(leaf);
        for (int i = 0; i < count; i++) {
            long record = Slots.address(nodes.slot(leaf, i));
            memory.free(record, records.kind(record));
        }
        memory.free(leaf, Memory.PLAIN);
    }

    private void dismantleBranch(long branch) {
        int log = nodes.log(branch);
        for (int i = 0; i < (1 << log);) {
            long entry = nodes.entry(branch, i);
            if (Entries.address(entry) != 0) {
                memory.free(Entries.address(entry), kind(entry));
            }
            i += Entries.isBranch(entry) ? 1 : 1 << (log - Entries.depth(entry));
        }
        memory.free(branch, Memory.PLAIN);
    }
}
