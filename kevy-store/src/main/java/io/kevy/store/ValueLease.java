package io.kevy.store;

import io.kevy.store.tree.ChunkedBytes;
import io.kevy.store.tree.Pieces;

/**
 * A long string as it was when it was leased, readable until the lease is closed, whatever becomes
 * of its key meanwhile: for a reply that is sent from where the string lies. Costs what is changed
 * of this one string while it lasts.
 *
 * <p>Given by {@link StringValues#lease}. Used and closed by the store's thread only, also after
 * the store was closed.
 */
public final class ValueLease implements AutoCloseable {
    private final Leases leases;
    private final Leases.Leased leased;
    private final long root;
    private final int length;
    private final Pieces pieces;
    private boolean closed;

    ValueLease(Leases leases, Leases.Leased leased, int length, Pieces pieces) {
        this.leases = leases;
        this.leased = leased;
        this.root = leased.root();
        this.length = length;
        this.pieces = pieces;
    }

    /** Length of the string in bytes. */
    public int length() {
        return length;
    }

    /**
     * Points the slice at the longest piece that begins at a byte and lies in one place: at most
     * {@link ChunkedBytes#CHUNK_BYTES}. At the end it is empty.
     */
    public Slice piece(int from, Slice target) {
        if (closed) {
            throw new IllegalStateException("the lease is closed");
        }
        return pieces.seek(root, from)
                ? target.over(pieces.memory(), pieces.offset(), pieces.length())
                : target.over(target.memory(), 0, 0);
    }

    /** Ends the lease. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            leases.end(leased);
        }
    }
}
