package io.kevy.store.trie;

import io.kevy.store.memory.PageMap;

/**
 * Goes over all records of a root that nobody changes meanwhile: a view's, on any thread, or the
 * newest one between two writes.
 */
public final class TrieWalk {
    public TrieWalk(long root, PageMap pages) {}

    /** The next record; 0 at the end. */
    public long next() {
        throw new UnsupportedOperationException();
    }
}
