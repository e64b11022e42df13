package io.kevy.rt.shard;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Partition;
import io.kevy.store.Keyspace;

/**
 * Removes keys whose deadline has passed although nobody asks for them, a bounded step at a time,
 * and makes each removal known before it happens.
 */
final class Expirer {
    private static final int NODES_PER_STEP = 256;

    private final Partition partition;
    private final Call call;
    private int db;
    private boolean pending;

    Expirer(Partition partition, Call call) {
        this.partition = partition;
        this.call = call;
    }

    /** Whether the last round has not gone through all databases yet. */
    boolean isPending() {
        return pending;
    }

    /** Begins a new round. */
    void start() {
        pending = true;
        db = 0;
    }

    /** One step; returns the number of keys removed. Without memory to tell of them the rest waits. */
    int step(long nowMillis) {
        try {
            return removeDue(nowMillis);
        } catch (OutOfMemoryError e) {
            pending = false;
            return 0;
        }
    }

    private int removeDue(long nowMillis) {
        int removed = 0;
        var store = partition.store();
        while (db < store.databases()) {
            Keyspace keyspace = store.keyspace(db);
            if (keyspace.deadlines() > 0) {
                int number = db;
                removed +=
                        keyspace.expireDue(
                                nowMillis,
                                NODES_PER_STEP,
                                record -> call.expiring(partition, number, record));
                if (keyspace.expireDuePending()) {
                    return removed;
                }
            }
            db++;
        }
        pending = false;
        return removed;
    }
}
