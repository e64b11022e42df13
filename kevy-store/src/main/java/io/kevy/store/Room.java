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
    /** What a change takes of the table when many are made. */
    private static final int CHANGE_BYTES_SHARED = 1024;

    private static final int BLOCKS_OF_CHANGES_MAX = 64;

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
     * A string is given to a key, or appended to one.
     *
     * @param length bytes of what is given
     */
    public Room write(int keyLength, int length) {
        return write(keyLength, length, 0);
    }

    /**
     * A part of a string is written.
     *
     * @param length bytes of what is written
     * @param gap bytes between the end of the string and what is written, if there are any
     */
    public Room write(int keyLength, int length, int gap) {
        change(keyLength);
        if (length + (long) gap > Records.INLINE_BYTES_MAX / 2) {
            // What stood in a record may move to chunks first.
            add(ChunkedBytes.writeBytesMax(Records.INLINE_BYTES_MAX, 0),
                    ChunkedBytes.writeBlocksMax(Records.INLINE_BYTES_MAX, 0));
            add(ChunkedBytes.writeBytesMax(length, gap),
                    ChunkedBytes.writeBlocksMax(length, gap));
        }
        return this;
    }

    /** A key is removed, or its deadline changed, or it is moved to another key as long. */
    public Room change(int keyLength) {
        add(HashTrie.CHANGE_BYTES_MAX, HashTrie.CHANGE_BLOCKS_MAX);
        add(Memory.rounded(Records.bytes(keyLength, Records.INLINE_BYTES_MAX, true)), 1);
        return this;
    }

    /**
     * Several keys of a request are given new values, or removed. A measure rather than a bound: it takes
     * the changes to share what they copy of the table.
     *
     * @param keys how many at most
     * @param requestBytes of all keys and values
     */
    public Room changes(int keys, long requestBytes) {
        add(requestBytes + (requestBytes >> 2) + (long) keys * CHANGE_BYTES_SHARED,
                Math.min(keys, BLOCKS_OF_CHANGES_MAX));
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
