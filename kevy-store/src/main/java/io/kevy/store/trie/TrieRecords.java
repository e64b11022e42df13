package io.kevy.store.trie;

import java.lang.foreign.MemorySegment;

/**
 * What a {@link HashTrie} needs to know of the records that it refers to. One implementation for all
 * tables of a store keeps the calls cheap: the compiler then puts them into the lookup.
 */
public interface TrieRecords {
    /** The hash of the record's key, as it was given to {@link HashTrie#find}. */
    long hash(long record);

    /** Whether these bytes are the record's key. */
    boolean hasKey(long record, MemorySegment memory, long offset, int length);

    /** The record's deadline, {@link HashTrie#NO_DEADLINE} if it has none. */
    long deadline(long record);

    /** The kind under which {@link io.kevy.store.memory.Memory#free} takes the record. */
    int kind(long record);
}
