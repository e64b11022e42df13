package io.kevy.rt.command;

import io.kevy.store.Keyspace;
import io.kevy.store.Store;

/**
 * The data one shard owns and what must hear of its changes.
 *
 * <p>Used by the shard's own thread, or by another shard's thread that holds this shard meanwhile.
 */
public final class Partition {
    private final int index;
    private final EffectSink sink;
    private final WatchTable watches = new WatchTable();
    private Store store;
    private long hits;
    private long misses;
    private long expiredKeys;
    private long changes;

    /**
     * @param index the shard's number, from 0
     * @param sink hears of every change, as those do who watch keys
     */
    public Partition(int index, Store store, EffectSink sink) {
        this.index = index;
        this.store = store;
        this.sink = sink;
    }

    /** The shard's number. */
    public int index() {
        return index;
    }

    public Store store() {
        return store;
    }

    public Keyspace keyspace(int db) {
        return store.keyspace(db);
    }

    public WatchTable watches() {
        return watches;
    }

    /** Replaces all data at once, as after a full synchronization; returns the old store. */
    public Store replace(Store fresh) {
        var old = store;
        watches.touchAll();
        store = fresh;
        return old;
    }

    /**
     * Makes room for effects with all who hear of them.
     *
     * @throws OutOfMemoryError when there is no room; then nothing has changed
     */
    void reserve(int effects, int args, long bytes) {
        sink.reserve(effects, args, bytes);
    }

    /** The one way by which a change becomes known outside the store: to all, or the process ends. */
    void record(Effect effect) {
        changes++;
        sink.record(effect);
        if (!watches.isEmpty()) {
            watches.touch(effect);
        }
    }

    /** Gives back the room that was reserved and not needed. */
    void release() {
        sink.release();
    }

    /** Removes all keys of a database; to be recorded after. */
    public void clear(int db) {
        var keyspace = keyspace(db);
        watches.touchDatabase(db, keyspace, keyspace);
        keyspace.clear();
    }

    /** Exchanges two databases; to be recorded after. */
    public void swap(int a, int b) {
        watches.touchDatabase(a, keyspace(a), keyspace(b));
        watches.touchDatabase(b, keyspace(b), keyspace(a));
        store.swap(a, b);
    }

    void countLookup(boolean hit) {
        if (hit) {
            hits++;
        } else {
            misses++;
        }
    }

    /** Counts a key that was removed because its deadline had passed. */
    void countExpired() {
        expiredKeys++;
    }

    /** Lookups by read commands that found a key. */
    public long hits() {
        return hits;
    }

    /** Lookups by read commands that found none. */
    public long misses() {
        return misses;
    }

    /** Keys removed because their deadline had passed. */
    public long expiredKeys() {
        return expiredKeys;
    }

    /** Effects recorded since start. */
    public long changes() {
        return changes;
    }

    /** Sets the counters of hits, misses and expired keys to zero. */
    public void resetCounters() {
        hits = 0;
        misses = 0;
        expiredKeys = 0;
    }
}
