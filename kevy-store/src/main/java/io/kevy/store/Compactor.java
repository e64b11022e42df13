package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.tree.TreePath;
import io.kevy.store.trie.TrieSweep;
import io.kevy.store.trie.TrieVisitor;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Moves what lies scattered over nearly empty pages together, so that these can be given back: in
 * rounds over all databases, a little at a time. First the tables with their records, then the
 * chunks of long strings.
 *
 * <p>A round ends early when a view is opened, for then nothing that is moved gives memory back, or
 * when memory runs out.
 */
final class Compactor {
    private enum Phase {
        RESTING,
        CHOOSING,
        RECORDS,
        CHUNKS
    }

    private final Values values;
    private final Memory memory;
    private final Keyspace[] keyspaces;
    private final TrieSweep sweep = new TrieSweep();
    private final TreePath path;
    private final Found found = new Found();
    private Phase phase = Phase.RESTING;
    private int database;
    private long cursor;
    private int ordinal;
    private int position;

    /** The records with long strings in a leaf. */
    private final class Found implements TrieVisitor {
        private long[] records = new long[64];
        private int count;

        @Override
        public void visit(long record) {
            if (values.root(record) != 0) {
                if (count == records.length) {
                    records = Arrays.copyOf(records, 2 * count);
                }
                records[count++] = record;
            }
        }
    }

    Compactor(Values values, Keyspace[] keyspaces) {
        this.values = values;
        this.keyspaces = keyspaces;
        memory = values.memory;
        path = values.chunks.path();
    }

    /** Goes on; whether anything was done, so that there may be more to do at once. */
    boolean work(BooleanSupplier spent) {
        if (phase == Phase.RESTING) {
            if (!memory.isWorthCompacting()) {
                return false;
            }
            phase = Phase.CHOOSING;
        }
        if (memory.openHolds() > 0) {
            end();
            return false;
        }
        try {
            while (phase != Phase.RESTING && !spent.getAsBoolean()) {
                step(spent);
            }
        } catch (OutOfMemoryError e) {
            end();
        }
        return true;
    }

    private void step(BooleanSupplier spent) {
        switch (phase) {
            case CHOOSING -> {
                if (memory.beginCompaction(spent)) {
                    goTo(Phase.RECORDS);
                }
            }
            case RECORDS -> {
                if (keyspaces[database].moveRecords(sweep, spent) && wasLast()) {
                    goTo(Phase.CHUNKS);
                }
            }
            case CHUNKS -> {
                if (values.anchored() == 0
                        || (moveChunks(keyspaces[database], spent) && wasLast())) {
                    end();
                }
            }
            case RESTING -> throw new AssertionError("nothing is begun");
        }
    }

    private void goTo(Phase next) {
        phase = next;
        database = 0;
        sweep.restart();
        cursor = 0;
        ordinal = 0;
        position = 0;
    }

    private boolean wasLast() {
        database++;
        return database == keyspaces.length;
    }

    private void end() {
        memory.endCompaction();
        phase = Phase.RESTING;
    }

    /**
     * Goes over a leaf's long strings; whether the end was reached. When records came or went since
     * the last call, one may be left out or looked at twice.
     */
    private boolean moveChunks(Keyspace keyspace, BooleanSupplier spent) {
        found.count = 0;
        long next = values.trie.scan(keyspace.root(), cursor, 1, found);
        for (; ordinal < found.count; ordinal++, position = 0) {
            if (spent.getAsBoolean()) {
                return false;
            }
            int from = position;
            if (!values.moveChunks(found.records[ordinal], path, from, spent)) {
                position = (int) path.position();
                if (position == from && !spent.getAsBoolean()) {
                    throw new OutOfMemoryError("no room to move a chunk");
                }
                return false;
            }
        }
        ordinal = 0;
        cursor = next;
        return next == 0;
    }
}
