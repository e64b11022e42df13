package io.kevy.store;

import io.kevy.store.memory.Hold;
import io.kevy.store.memory.PageMap;

/**
 * A store as it was at {@link Store#freeze}. May be handed to another thread, is read by one thread
 * at a time, and may be closed by any; it stays readable after the store is closed.
 */
public final class SnapshotView implements AutoCloseable {

    private final Hold hold;
    private final long[] roots;
    private final long[] sizes;

    SnapshotView(Keyspace[] keyspaces, Hold hold) {
        this.hold = hold;
        roots = new long[keyspaces.length];
        sizes = new long[keyspaces.length];
        for (int db = 0; db < roots.length; db++) {
            roots[db] = keyspaces[db].root();
            sizes[db] = keyspaces[db].size();
        }
    }

    public int databases() {
        return roots.length;
    }

    /** Number of keys of a database. */
    public long size(int db) {
        return sizes[db];
    }

    /** The entries of a database in no particular order. Several cursors may be used in turn. */
    public EntryCursor entries(int db) {
        checkOpen();
        return new EntryCursor(this, roots[db]);
    }

    /** The sum of the digests of all databases, see {@link Keyspace#digest}. */
    public Digest digest() {
        var digest = Digest.EMPTY;
        for (int db = 0; db < roots.length; db++) {
            var entries = entries(db);
            var sum = new EntryDigest(db);
            while (entries.next()) {
                sum.add(entries);
            }
            digest = digest.plus(sum.sum());
        }
        return digest;
    }

    PageMap pages() {
        return hold.pages();
    }

    void checkOpen() {
        if (hold.isClosed()) {
            throw new IllegalStateException("the view is closed");
        }
    }

    /** Lets the store reuse what only this view saw. Idempotent. */
    @Override
    public void close() {
        hold.close();
    }
}
