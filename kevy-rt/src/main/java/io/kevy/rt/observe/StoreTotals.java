package io.kevy.rt.observe;

import io.kevy.rt.command.Partition;
import io.kevy.rt.command.Partitions;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of the stores of all shards, summed.
 *
 * @param usedBytes native memory that holds something
 * @param committedBytes memory taken from the operating system for that
 * @param parkedBytes the part of it that is removed and still seen by a snapshot
 * @param hits lookups by read commands that found a key
 * @param misses lookups by read commands that found none
 * @param expiredKeys keys removed because their deadline had passed
 * @param changes effects since start
 * @param databases the databases that hold keys
 */
public record StoreTotals(
        long usedBytes,
        long committedBytes,
        long parkedBytes,
        long hits,
        long misses,
        long expiredKeys,
        long changes,
        List<Database> databases) {

    /**
     * What is in one database.
     *
     * @param deadlines keys that expire
     */
    public record Database(int number, long keys, long deadlines) {}

    public StoreTotals {
        databases = List.copyOf(databases);
    }

    /** Sums over all partitions; every shard is held. */
    public static StoreTotals of(Partitions partitions) {
        long used = 0;
        long committed = 0;
        long parked = 0;
        long hits = 0;
        long misses = 0;
        long expired = 0;
        long changes = 0;
        for (int i = 0; i < partitions.count(); i++) {
            var partition = partitions.get(i);
            used += partition.store().usedBytes();
            committed += partition.store().committedBytes();
            parked += partition.store().parkedBytes();
            hits += partition.hits();
            misses += partition.misses();
            expired += partition.expiredKeys();
            changes += partition.changes();
        }
        return new StoreTotals(
                used, committed, parked, hits, misses, expired, changes, databases(partitions));
    }

    private static List<Database> databases(Partitions partitions) {
        var databases = new ArrayList<Database>();
        for (int db = 0; db < partitions.get(0).store().databases(); db++) {
            long keys = 0;
            long deadlines = 0;
            for (int i = 0; i < partitions.count(); i++) {
                Partition partition = partitions.get(i);
                keys += partition.keyspace(db).size();
                deadlines += partition.keyspace(db).deadlines();
            }
            if (keys > 0) {
                databases.add(new Database(db, keys, deadlines));
            }
        }
        return databases;
    }
}
