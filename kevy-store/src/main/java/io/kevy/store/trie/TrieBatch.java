package io.kevy.store.trie;

/**
 * Brings what lookups will need into the processor's cache, for several hashes at a time: step one
 * for all, step two for all, so that the misses of different keys overlap. Changes nothing; reused.
 */
public final class TrieBatch {
    /** @param keysMax the most hashes between two {@link #run}s */
    public TrieBatch(HashTrie trie, int keysMax) {}

    /**
     * Adds a key's hash, of any table of the trie.
     *
     * @throws IndexOutOfBoundsException when there is no room for one more
     */
    public void add(long root, long hash) {
        throw new UnsupportedOperationException();
    }

    /** Reads ahead for all hashes added, and forgets them. */
    public void run() {
        throw new UnsupportedOperationException();
    }
}
