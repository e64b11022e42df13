package io.kevy.store;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store as it was at {@link Store#freeze}. May be handed to another thread, is read by one thread
 * at a time, and may be closed by any; it stays readable after the store is closed.
 */
public final class SnapshotView implements AutoCloseable {

    private final Pages pages;
    private final MemorySegment[] segments;
    private final int epoch;
    private final Root[] roots;
    private final long[] sizes;
    private final AtomicBoolean closed = new AtomicBoolean();

    SnapshotView(Keyspace[] keyspaces, Pages pages, int epoch) {
        this.pages = pages;
        this.epoch = epoch;
        segments = pages.segments();
        roots = new Root[keyspaces.length];
        sizes = new long[keyspaces.length];
        for (int db = 0; db < roots.length; db++) {
            var table = keyspaces[db].table();
            roots[db] = table.root();
            sizes[db] = table.size();
        }
        pages.hold();
    }

    int epoch() {
        return epoch;
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
                entries.addTo(sum);
            }
            digest = digest.plus(sum.sum());
        }
        return digest;
    }

    MemorySegment page(long record) {
        return segments[(int) (record >>> Pages.PAGE_SHIFT)];
    }

    boolean isClosed() {
        return closed.get();
    }

    void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the view is closed");
        }
    }

    /** Lets the store reuse what only this view saw. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pages.letGo();
        }
    }
}
