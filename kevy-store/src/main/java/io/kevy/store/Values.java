package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import io.kevy.store.record.KeyHash;
import io.kevy.store.record.Records;
import io.kevy.store.tree.ChunkedBytes;
import io.kevy.store.tree.Pieces;
import io.kevy.store.tree.TreePath;
import io.kevy.store.trie.HashTrie;
import io.kevy.store.trie.TrieRecords;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * The memory of a store with the structures in it, which all its keyspaces share, and what becomes
 * of a value when its record goes.
 *
 * <p>The value behind an anchor belongs to one record of the newest state at any time. A record is
 * <em>discarded</em> with its value, or alone, when another record has taken the value over.
 */
final class Values implements TrieRecords {
    final Memory memory;
    final HashTrie trie;
    final ChunkedBytes chunks;
    final KeyHash keyHash;

    /** For one call at a time. */
    final Pieces pieces;

    final Leases leases;

    private final int anchoredRecord;
    private long anchored;

    Values(Memory memory, KeyHash keyHash) {
        this.memory = memory;
        this.keyHash = keyHash;
        trie = new HashTrie(memory, this);
        chunks = new ChunkedBytes(memory);
        pieces = chunks.pieces();
        leases = new Leases(memory, chunks);
        anchoredRecord = memory.register(this::dismantleAnchored);
    }

    MemorySegment page(long record) {
        return memory.page(record);
    }

    // What the trie asks

    @Override
    public long hash(long record) {
        var page = page(record);
        long at = PageMap.offset(record);
        return keyHash.of(page, Records.keyAt(page, at), Records.keyLength(page, at));
    }

    @Override
    public boolean hasKey(long record, MemorySegment memory, long offset, int length) {
        return Records.keyEquals(page(record), PageMap.offset(record), memory, offset, length);
    }

    @Override
    public long deadline(long record) {
        return trieDeadline(Records.deadline(page(record), PageMap.offset(record)));
    }

    /** A deadline as the trie has it. */
    static long trieDeadline(long deadline) {
        return deadline == Records.NO_DEADLINE ? HashTrie.NO_DEADLINE : deadline;
    }

    @Override
    public int kind(long record) {
        return isAnchored(record) ? anchoredRecord : Memory.PLAIN;
    }

    // Records

    boolean hasDeadline(long record) {
        return Records.hasDeadline(page(record), PageMap.offset(record));
    }

    private boolean isAnchored(long record) {
        return Records.isAnchored(page(record), PageMap.offset(record));
    }

    /** The root of the value, 0 if the record has all of it. */
    long root(long record) {
        return isAnchored(record) ? Records.root(page(record), PageMap.offset(record)) : 0;
    }

    /** A new record with another key and deadline that takes over the value. */
    long copyRecord(long record, Slice key, long deadline) {
        return copyRecord(page(record), PageMap.offset(record), key, deadline);
    }

    private long copyRecord(MemorySegment page, long at, Slice key, long deadline) {
        int bytes = Records.storedValueBytes(page, at);
        long copy = memory.allocateRecord(
                Records.bytes(key.length(), bytes, deadline != Records.NO_DEADLINE));
        var target = page(copy);
        long valueAt = Records.write(target, PageMap.offset(copy), Records.type(page, at),
                Records.form(page, at), Records.valueLength(page, at), deadline,
                key.memory(), key.offset(), key.length());
        MemorySegment.copy(page, Records.valueAt(page, at), target, valueAt, bytes);
        return copy;
    }

    /** A new record with a copy of the value of an entry, which may be of another store. */
    long copyOf(Entry entry, Slice key, long deadline) {
        long source = entry.record();
        var page = entry.pages().page(source);
        long at = PageMap.offset(source);
        if (Records.form(page, at) != Records.CHUNKED) {
            return copyRecord(page, at, key, deadline);
        }
        long tree = copyOf(entry.pieces(), Records.root(page, at), (int) Records.count(page, at));
        try {
            long copy = copyRecord(page, at, key, deadline);
            anchor(copy, tree, Records.count(page, at));
            return copy;
        } catch (Throwable e) {
            freeChunks(tree);
            throw e;
        }
    }

    private long copyOf(Pieces source, long root, int length) {
        long copy = 0;
        try {
            // Chunk by chunk, so that what is there when memory runs out is known.
            while (copy == 0 || chunks.length(copy) < length) {
                copy = chunks.copy(copy, source, root, () -> true);
            }
            return copy;
        } catch (Throwable e) {
            freeChunks(copy);
            throw e;
        }
    }

    /** Number of values behind anchors. */
    long anchored() {
        return anchored;
    }

    /** A value behind an anchor has got its record. */
    void countAnchored() {
        anchored++;
    }

    /** Gives a record that may be changed another root and count. */
    void anchor(long record, long root, long count) {
        var page = page(record);
        Records.writeAnchor(page, Records.valueAt(page, PageMap.offset(record)), root, count);
    }

    // Compaction

    /** Moves a record that no view sees to a new block. */
    long move(long record, boolean young) {
        long bytes = memory.capacity(record);
        long copy = memory.allocateRecord(bytes);
        MemorySegment.copy(page(record), PageMap.offset(record), page(copy),
                PageMap.offset(copy), bytes);
        memory.discardRecord(record, young);
        return copy;
    }

    /**
     * Moves chunks of a record's string, which no view sees, from a position on; whether the end
     * was reached, otherwise the path is where to go on.
     */
    boolean moveChunks(long record, TreePath path, int from, BooleanSupplier spent) {
        long root = root(record);
        if (leases.find(root) != null) {
            return true;
        }
        long moved = chunks.compact(root, path, from, spent);
        if (moved != root) {
            anchor(record, moved, chunks.length(moved));
        }
        return !path.isPresent();
    }

    // Giving back

    /**
     * To be called before each change: a little of what waits is freed, so that memory comes back
     * even when nobody calls {@link Store#work}, and from here to the end of the change nothing
     * that is discarded fails to find room to wait in.
     */
    void beforeChange() {
        if (memory.hasWaiting()) {
            memory.reclaimSome();
        }
        memory.readyToDiscard();
        leases.giveBackLate();
    }

    /** Gives a record of the newest state back with its value. */
    void discard(long record, boolean young) {
        if (isAnchored(record)) {
            discardValue(record);
        }
        memory.discardRecord(record, young);
    }

    private void discardValue(long record) {
        anchored--;
        long root = Records.root(page(record), PageMap.offset(record));
        var leased = leases.find(root);
        if (leased == null) {
            chunks.discard(root);
        } else {
            leases.giveUp(leased);
        }
    }

    /** Frees chunks that no record ever had. */
    void freeChunks(long root) {
        if (root != 0) {
            memory.free(root, chunks.kind());
        }
    }

    private void dismantleAnchored(long record) {
        anchored--;
        long root = Records.root(page(record), PageMap.offset(record));
        var leased = leases.find(root);
        if (leased == null) {
            memory.free(root, chunks.kind());
        } else {
            leases.giveUp(leased);
        }
        memory.free(record, Memory.PLAIN);
    }
}
