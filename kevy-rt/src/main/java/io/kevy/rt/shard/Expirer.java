package io.kevy.rt.shard;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Partition;
import io.kevy.store.Entry;
import io.kevy.store.EntryVisitor;
import java.util.function.BooleanSupplier;

/**
 * Removes keys whose deadline has passed although nobody asks for them, a bounded step at a time,
 * and makes each removal known before it happens.
 */
final class Expirer {
    private final Partition partition;
    private final Call call;
    private final EntryVisitor tell;
    private int db;
    private boolean pending;

    Expirer(Partition partition, Call call) {
        this.partition = partition;
        this.call = call;
        this.tell = this::tell;
    }

    private void tell(Entry entry) {
        call.expiring(partition, db, entry);
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

    /**
     * Goes on until the round is over or the budget is spent. Without memory to tell of removals the rest
     * waits for the next round.
     */
    void step(long nowMillis, BooleanSupplier spent) {
        var store = partition.store();
        try {
            while (db < store.databases()) {
                if (!store.keyspace(db).expireDue(nowMillis, spent, tell)) {
                    return;
                }
                db++;
            }
            pending = false;
        } catch (OutOfMemoryError e) {
            pending = false;
        }
    }
}
