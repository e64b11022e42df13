package io.kevy.rt.observe;

import io.kevy.rt.command.Partition;
import io.kevy.rt.command.Partitions;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of the stores of all shards, summed.
 *
 * @param usedBytes memory that holds records and tables
 * @param committedBytes memory taken from the operating system for that
 * @param tableBytes the tables' part of {@code usedBytes}
 * @param hits lookups by read commands that found a key
 * @param misses lookups by read commands that found none
 * @param expiredKeys keys removed because their deadline had passed
 * @param changes effects since start
 * @param databases the databases that hold keys
 */
public record StoreTotals(
        long usedBytes,
        long committedBytes,
        long tableBytes,
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
        long tables = 0;
        long hits = 0;
        long misses = 0;
        long expired = 0;
        long changes = 0;
        for (int i = 0; i < partitions.count(); i++) {
            var partition = partitions.get(i);
            used += partition.store().usedBytes();
            committed += partition.store().committedBytes();
            tables += partition.store().tableBytes();
            hits += partition.hits();
            misses += partition.misses();
            expired += partition.expiredKeys();
            changes += partition.changes();
        }
        return new StoreTotals(
                used, committed, tables, hits, misses, expired, changes, databases(partitions));
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
