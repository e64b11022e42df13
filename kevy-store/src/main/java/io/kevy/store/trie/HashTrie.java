package io.kevy.store.trie;

import io.kevy.store.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Hash tables of records: a keyspace, the fields of a hash, the members of a set. It has no state of
 * its own: a table is its <em>root</em>, one {@code long} that its owner keeps, 0 when it is empty.
 */
public final class HashTrie {
    /** The deadline of a record that has none. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    public HashTrie(Memory memory, TrieRecords records) {}

    /**
     * Looks for the record of a key.
     *
     * @param place is filled, whether there is a record or not
     * @return whether there is one
     */
    public boolean find(long root, long hash, MemorySegment memory, long offset, int length,
            TriePlace place) {
        throw new UnsupportedOperationException();
    }

    /** Whether nothing has changed since the place was found or written through. */
    public boolean isCurrent(TriePlace place) {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether the record at the place is younger than every view that sees its leaf, as {@link
     * Memory#ownsRecord} and {@link Memory#discardRecord} want it. To be asked before the record is
     * replaced or removed.
     */
    public boolean isYoung(TriePlace place) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a record at a place where there is none.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    public long insert(long root, TriePlace place, long record, long deadline) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts a record where another one of the same key is, which the caller discards afterwards.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    public long replace(long root, TriePlace place, long record, long deadline) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the record at the place out, which the caller discards afterwards.
     *
     * @return the root to go on with
     * @throws OutOfMemoryError when there is no room for copies of what a view sees; nothing has
     *     changed then
     */
    public long remove(long root, TriePlace place) {
        throw new UnsupportedOperationException();
    }

    /** Notes that the record at the place, changed where it is, has this deadline now. */
    public void noteDeadline(TriePlace place, long deadline) {
        throw new UnsupportedOperationException();
    }

    /**
     * Visits whole leaves from the cursor on until so many records were seen.
     *
     * @param cursor 0 at the start or what the last call returned; below 2^48
     * @return the next cursor, 0 at the end. A record that is there from the first call to the last
     *     is seen at least once.
     */
    public long scan(long root, long cursor, int recordsMin, TrieVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Some record, each nearly as likely as another; 0 if there is none.
     *
     * @param count number of records in the table
     */
    public long random(long root, long count, RandomGenerator random) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** Gives up a table of the newest state, with all its records, see {@link Memory#discardTree}. */
    public void discard(long root) {
        throw new UnsupportedOperationException();
    }

    /** Frees a table that nobody sees, in steps, see {@link Memory#free}. */
    public void free(long root) {
        throw new UnsupportedOperationException();
    }
}
