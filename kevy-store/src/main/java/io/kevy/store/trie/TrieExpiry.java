package io.kevy.store.trie;

/** Takes the records whose deadline has passed. */
@FunctionalInterface
public interface TrieExpiry {
    /**
     * Takes over a record that leaves the trie when this returns: counts it, tells of it and
     * discards it. When it throws, the record stays in the trie. Must not change the trie.
     *
     * @param young as {@link io.kevy.store.memory.Memory#discardRecord} wants it
     */
    void expire(long record, boolean young);
}
