package io.kevy.store;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where freed records wait, in the order of their freeing, until no open snapshot sees them; and
 * where the tables of cleared databases are taken apart in small steps.
 */
final class Reclaimer {

    private static final int BATCH_RECORDS = 256;

    /** Records freed in one epoch, or a whole table. */
    private static final class Batch {
        final int epoch;
        final @Nullable NodeWalk table;
        final long[] records;
        int count;
        int done;

        Batch(int epoch, @Nullable NodeWalk table) {
            this.epoch = epoch;
            this.table = table;
            records = table == null ? new long[BATCH_RECORDS] : new long[0];
        }

        boolean takes(int inEpoch) {
            return table == null && epoch == inEpoch && count < BATCH_RECORDS;
        }
    }

    private final Slab slab;
    private final Epochs epochs;
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();

    Reclaimer(Slab slab, Epochs epochs) {
        this.slab = slab;
        this.epochs = epochs;
    }

    /**
     * Frees a record that the newest table no longer holds, now or as soon as no snapshot sees it.
     */
    void discard(long record) {
        if (!epochs.isFrozen(Records.epoch(slab.page(record), Slab.offset(record)))) {
            slab.free(record);
            return;
        }
        int epoch = epochs.current();
        var last = batches.peekLast();
        if (last == null || !last.takes(epoch)) {
            last = new Batch(epoch, null);
            batches.add(last);
        }
        last.records[last.count++] = record;
    }

    /** Frees all records of a table that is no longer in use, step by step. */
    void discard(Root table) {
        batches.add(new Batch(epochs.current(), new NodeWalk(table)));
    }

    boolean isIdle() {
        return batches.isEmpty();
    }

    /** Frees about so many records and returns how many; 0 when none can be freed now. */
    int reclaim(int recordsMax) {
        int work = 0;
        while (work < recordsMax) {
            var batch = batches.peekFirst();
            if (batch == null || !epochs.isForgotten(batch.epoch)) {
                break;
            }
            if (batch.table != null) {
                work += reclaimNode(batch.table);
            } else if (batch.done < batch.count) {
                slab.free(batch.records[batch.done++]);
                work++;
            } else {
                batches.removeFirst();
            }
        }
        return work;
    }

    private int reclaimNode(NodeWalk table) {
        long[] node = table.next();
        if (node == null) {
            batches.removeFirst();
            return 0;
        }
        for (int i = Node.HEAD; i < Node.end(node); i++) {
            slab.free(Node.address(node[i]));
        }
        return Node.count(node);
    }
}
