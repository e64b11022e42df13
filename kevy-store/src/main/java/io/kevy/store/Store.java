package io.kevy.store;

/**
 * One shard's databases, in native memory. One thread uses a store; it never reads a clock, time is
 * handed in.
 *
 * <pre>{@code
 * try (var store = Store.open()) {
 *     var keyspace = store.keyspace(0);
 *     keyspace.setString(key, 0, key.length, value, 0, value.length, Keyspace.NO_DEADLINE);
 *     try (var view = store.freeze()) {
 *         // hand the view to another thread and go on writing
 *     }
 * }
 * }</pre>
 *
 * <p>Records lie outside the heap, and no JVM option bounds them. When the operating system refuses
 * more, a write throws {@link OutOfMemoryError} and leaves the store as it was.
 */
public final class Store implements AutoCloseable {

    private final Pages pages = new Pages();
    private final Epochs epochs = new Epochs();
    private final Slab slab;
    private final Reclaimer reclaimer;
    private final Keyspace[] keyspaces;
    private boolean closed;

    private Store(StoreOptions options) {
        slab = new Slab(pages, options.poisonFreed());
        reclaimer = new Reclaimer(slab, epochs);
        keyspaces = new Keyspace[options.databases()];
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
        var store = new Store(options);
        for (int db = 0; db < store.keyspaces.length; db++) {
            store.keyspaces[db] =
                    new Keyspace(db, store.slab, store.epochs, store.reclaimer, keyHash);
        }
        return store;
    }

    Slab slab() {
        return slab;
    }

    public int databases() {
        return keyspaces.length;
    }

    /** The database of a number, the same object every time. */
    public Keyspace keyspace(int db) {
        return keyspaces[db];
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
        var view = new SnapshotView(keyspaces, pages, epochs.current());
        epochs.freeze(view);
        return view;
    }

    /** Number of views not closed yet. */
    public int openViews() {
        return epochs.openViews();
    }

    /**
     * Frees up to about so many records that were removed while a view saw them, or in {@link
     * Keyspace#clear}, and gives empty memory back to the operating system in small portions. To be
     * called now and then.
     *
     * @return the work done; 0 when there is nothing that can be freed now
     */
    public int reclaim(int recordsMax) {
        epochs.refresh();
        int work = reclaimer.reclaim(recordsMax);
        return work < recordsMax && slab.closeEmptyPage() ? work + 1 : work;
    }

    /**
     * Bytes of native memory that hold records, of removed ones as long as a view sees them too.
     */
    public long usedBytes() {
        return slab.usedBytes();
    }

    /** Bytes of native memory taken from the operating system. */
    public long committedBytes() {
        return pages.bytes();
    }

    /** Bytes on the heap: the tables of all databases and the description of the native memory. */
    public long tableBytes() {
        long bytes = slab.heapBytes() + pages.heapBytes();
        for (var keyspace : keyspaces) {
            bytes += keyspace.table().heapBytes();
        }
        return bytes;
    }

    /**
     * Ends the use of the store; the memory is freed when the last open view is closed. Idempotent.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pages.letGo();
        }
    }
}
