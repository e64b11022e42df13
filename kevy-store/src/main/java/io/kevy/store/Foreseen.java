package io.kevy.store;

/**
 * Where some records of a table stand, found ahead of their lookups by {@link Prefetch}. An entry
 * is as good as the node it was found in, so any change of a node, which the table announces by
 * {@link #outdate}, ends all of them.
 */
final class Foreseen {
    private static final int LENGTH = 64;
    private static final int MASK = LENGTH - 1;

    private final long[] hashes = new long[LENGTH];
    private final long[] records = new long[LENGTH];
    private final int[] indexes = new int[LENGTH];
    private final int[] states = new int[LENGTH];
    private int state = 1;

    void add(long hash, long record, int index) {
        int at = (int) hash & MASK;
        hashes[at] = hash;
        records[at] = record;
        indexes[at] = index;
        states[at] = state;
    }

    void outdate() {
        state++;
    }

    /** The record of some key of this hash, or {@link RecordTable#NONE}. */
    long record(long hash) {
        int at = (int) hash & MASK;
        return hashes[at] == hash && states[at] == state ? records[at] : RecordTable.NONE;
    }

    /** The index in its node of the record that {@link #record} has just returned. */
    int index(long hash) {
        return indexes[(int) hash & MASK];
    }
}
