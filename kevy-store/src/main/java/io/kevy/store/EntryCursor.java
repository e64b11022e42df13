package io.kevy.store;

import java.lang.foreign.MemorySegment;

/**
 * Goes over the entries of one database of a {@link SnapshotView}: call {@link #next} first, then
 * the other methods tell about the entry it stands on.
 */
public final class EntryCursor {

    private static final long[] BEFORE_FIRST = new long[Node.HEAD];

    private final SnapshotView view;
    private final NodeWalk walk;
    private long[] node = BEFORE_FIRST;
    private int slot = Node.HEAD - 1;
    private MemorySegment page = MemorySegment.NULL;
    private long at;

    EntryCursor(SnapshotView view, Root root) {
        this.view = view;
        walk = new NodeWalk(root);
    }

    /**
     * Moves to the next entry; false after the last.
     *
     * @throws IllegalStateException when the view is closed
     */
    public boolean next() {
        view.checkOpen();
        slot++;
        while (slot >= Node.end(node)) {
            long[] following = walk.next();
            if (following == null) {
                node = BEFORE_FIRST;
                page = MemorySegment.NULL;
                return false;
            }
            node = following;
            slot = Node.HEAD;
        }
        long record = Node.address(node[slot]);
        page = view.page(record);
        at = Slab.offset(record);
        return true;
    }

    public ValueType type() {
        return Records.type(page, at);
    }

    /** In Unix milliseconds, or {@link Keyspace#NO_DEADLINE}. */
    public long deadline() {
        return Records.deadline(page, at);
    }

    public int keyLength() {
        return Records.keyLength(page, at);
    }

    /** Copies the whole key. */
    public void copyKey(byte[] target, int to) {
        Records.copyKey(page, at, target, to);
    }

    /** Length of a string value, of an integer its length as decimal text. */
    public int stringLength() {
        return Records.valueLength(page, at);
    }

    /** Copies bytes {@code from} to {@code from + length} of a string value. */
    public void copyString(int from, byte[] target, int to, int length) {
        Records.copyText(page, at, from, target, to, length);
    }

    /** Whether the store keeps the string value as an integer. */
    public boolean isInteger() {
        return Records.isInteger(page, at);
    }

    /** The value of an entry for which {@link #isInteger} holds. */
    public long integer() {
        if (!isInteger()) {
            throw new IllegalStateException("the value is not kept as an integer");
        }
        return Records.integer(page, at);
    }

    void addTo(EntryDigest digest) {
        digest.add(page, at);
    }
}
