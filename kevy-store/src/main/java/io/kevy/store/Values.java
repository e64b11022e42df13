package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import io.kevy.store.record.KeyHash;
import io.kevy.store.record.Records;
import io.kevy.store.tree.ChunkedBytes;
import io.kevy.store.tree.Pieces;
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

    private final int anchoredRecord;
    private final OneLook oneLook = new OneLook();

    /** A budget that allows for one portion of work. */
    private static final class OneLook implements BooleanSupplier {
        private boolean looked;

        BooleanSupplier again() {
            looked = false;
            return this;
        }

        @Override
        public boolean getAsBoolean() {
            boolean before = looked;
            looked = true;
            return before;
        }
    }

    Values(Memory memory, KeyHash keyHash) {
        this.memory = memory;
        this.keyHash = keyHash;
        trie = new HashTrie(memory, this);
        chunks = new ChunkedBytes(memory);
        pieces = chunks.pieces();
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

    // Giving back

    private boolean isAnchored(long record) {
        return Records.isAnchored(page(record), PageMap.offset(record));
    }

    /**
     * To be called before each change: a little of what waits is freed, so that memory comes back
     * even when nobody calls {@link Store#work}, and from here to the end of the change nothing
     * that is discarded fails to find room to wait in.
     */
    void beforeChange() {
        if (memory.hasWaiting()) {
            memory.reclaim(oneLook.again());
            memory.readyToDiscard();
        }
    }

    /** Gives a record of the newest state back with its value. */
    void discard(long record, boolean young) {
        if (isAnchored(record)) {
            discardValue(record);
        }
        memory.discardRecord(record, young);
    }

    private void discardValue(long record) {
        chunks.discard(Records.root(page(record), PageMap.offset(record)));
    }

    private void dismantleAnchored(long record) {
        long root = Records.root(page(record), PageMap.offset(record));
        memory.free(root, chunks.kind());
        memory.free(record, Memory.PLAIN);
    }
}
