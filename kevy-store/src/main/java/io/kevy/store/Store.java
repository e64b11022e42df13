package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.record.KeyHash;
import java.util.function.BooleanSupplier;

/**
 * One shard's databases, in native memory. One thread uses a store; it never reads a clock, time is
 * handed in.
 *
 * <pre>{@code
 * try (var store = Store.open()) {
 *     var place = new Place();
 *     store.keyspace(0).find(key, place);
 *     store.strings().set(place, value, Keyspace.NO_DEADLINE);
 *     try (var view = store.freeze()) {
 *         // hand the view to another thread and go on writing
 *     }
 * }
 * }</pre>
 *
 * <p>All of it lies outside the heap, and no JVM option bounds it. When the page source refuses
 * more, a write throws {@link OutOfMemoryError} and leaves the store as it was.
 */
public final class Store implements AutoCloseable {

    private final Memory memory;
    private final Values values;
    private final StringValues strings;
    private final Keyspace[] keyspaces;
    private final Compactor compactor;
    private boolean closed;

    private Store(StoreOptions options, KeyHash keyHash) {
        memory = Memory.open(
                new PagesOf(options.pages()), options.poisonFreed(), options.pageBytes());
        values = new Values(memory, keyHash);
        strings = new StringValues(values);
        keyspaces = new Keyspace[options.databases()];
        for (int db = 0; db < keyspaces.length; db++) {
            keyspaces[db] = new Keyspace(db, values, strings);
        }
        compactor = new Compactor(values, keyspaces);
    }

    /** An empty store with the default options. */
    public static Store open() {
        return open(StoreOptions.defaults());
    }

    /** An empty store. */
    public static Store open(StoreOptions options) {
        return open(options, new KeyHash(options.hashSeed()));
    }

    static Store open(StoreOptions options, KeyHash keyHash) {
        return new Store(options, keyHash);
    }

    Memory memory() {
        return memory;
    }

    public int databases() {
        return keyspaces.length;
    }

    /** The database of a number, the same object every time. */
    public Keyspace keyspace(int db) {
        return keyspaces[db];
    }

    /** Writes strings, in whatever database. */
    public StringValues strings() {
        return strings;
    }

    /** A value to be received, in whatever database it will be. */
    public IncomingValue incomingValue() {
        return new IncomingValue(values);
    }

    /** Exchanges the content of two databases, at once. */
    public void swap(int a, int b) {
        keyspaces[a].swapTables(keyspaces[b]);
    }

    /**
     * A view of all databases as they are now, at a cost that does not depend on their size. While
     * it is open, what it sees is kept: close it soon after use.
     */
    public SnapshotView freeze() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        return new SnapshotView(keyspaces, memory.freeze());
    }

    /** Number of views not closed yet. */
    public int openViews() {
        return memory.openHolds();
    }

    /**
     * Makes sure that until the next call the changes that follow find memory, as long as they take
     * no more than this, see {@link Room}.
     *
     * @throws OutOfMemoryError when there is not so much; nothing has changed then
     */
    public void reserve(Room room) {
        memory.reserve(room.bytes(), room.blocks());
    }

    /**
     * Does what is done a little at a time: frees what was removed while a view saw it or as a
     * whole, gives empty memory back to where it came from, moves together what lies scattered. To
     * be called now and then; each portion takes some microseconds.
     *
     * @param spent whether to stop, asked between two portions
     * @return whether there is more to do at once
     */
    public boolean work(BooleanSupplier spent) {
        return memory.reclaim(spent) || compactor.work(spent);
    }

    /**
     * Bytes of native memory that hold something, of removed values as long as a view sees them
     * too.
     */
    public long usedBytes() {
        return memory.usedBytes();
    }

    /** Bytes of native memory taken from the page source. */
    public long committedBytes() {
        return memory.committedBytes();
    }

    /** Bytes of native memory that are removed and wait until no view sees them. */
    public long parkedBytes() {
        return memory.parkedBytes();
    }

    /** Bytes on the heap, about, that describe the native memory. */
    public long heapBytes() {
        return memory.heapBytes();
    }

    /**
     * Ends the use of the store; the memory is given back when the last open view is closed.
     * Idempotent.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.close();
        }
    }
}
