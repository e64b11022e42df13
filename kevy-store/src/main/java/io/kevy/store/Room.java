package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.record.Records;
import io.kevy.store.tree.ChunkedBytes;
import io.kevy.store.trie.HashTrie;

/**
 * The memory that changes to come take at most, added up change by change and handed to {@link
 * Store#reserve}. Reused.
 */
public final class Room {
    private long bytes;
    private int blocks;

    /** Room for nothing. */
    public Room() {}

    /** Begins anew. */
    public Room clear() {
        bytes = 0;
        blocks = 0;
        return this;
    }

    /**
     * A key is given a value, or its value is appended to or written to in part.
     *
     * @param valueBytes length of what is written
     */
    public Room write(int keyLength, int valueBytes) {
        change(keyLength);
        int copied = Math.min(valueBytes + Records.INLINE_BYTES_MAX, 2 * Records.INLINE_BYTES_MAX);
        add(Memory.rounded(Records.bytes(keyLength, copied, true)), 1);
        add(ChunkedBytes.writeBytesMax(valueBytes), ChunkedBytes.writeBlocksMax(valueBytes));
        return this;
    }

    /** A key is removed, or its deadline changed, or it is moved to another key as long. */
    public Room change(int keyLength) {
        add(HashTrie.CHANGE_BYTES_MAX, HashTrie.CHANGE_BLOCKS_MAX);
        add(Memory.rounded(Records.bytes(keyLength, Records.INLINE_BYTES_MAX, true)), 1);
        return this;
    }

    private void add(long moreBytes, int moreBlocks) {
        bytes += moreBytes;
        blocks += moreBlocks;
    }

    long bytes() {
        return bytes;
    }

    int blocks() {
        return blocks;
    }
}
