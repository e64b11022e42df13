package io.kevy.store;

import io.kevy.store.memory.PageMap;
import io.kevy.store.tree.Pieces;
import io.kevy.store.trie.TriePlace;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands in a keyspace, or would stand: found by {@link Keyspace#find}, handed to the
 * writes that follow, so that a key is hashed and searched once. Made once and used for one key
 * after another.
 *
 * <p>A place stays true whatever is written after it was found, by whatever way: it notices, and
 * looks again. For that the memory of the key it was found by has to stay as it is.
 */
public final class Place extends Entry {
    final TriePlace trie = new TriePlace();
    final Slice key = new Slice();
    long hash;

    /** The root of the table for which {@link #trie} was found. */
    long root;

    private @Nullable Keyspace keyspace;

    /** A place that is nowhere yet. */
    public Place() {}

    /** Whether the keyspace has the key. */
    public boolean exists() {
        return record() != 0;
    }

    /** The keyspace in which the place was found. */
    public Keyspace keyspace() {
        var found = keyspace;
        if (found == null) {
            throw new IllegalStateException("the place was not looked for");
        }
        return found;
    }

    /** Whether the place has been looked for, in whatever keyspace. */
    public boolean isKnown() {
        return keyspace != null;
    }

    void in(Keyspace keyspace) {
        if (this.keyspace != keyspace) {
            this.keyspace = keyspace;
        }
    }

    @Override
    long record() {
        keyspace().refresh(this);
        return trie.record();
    }

    @Override
    PageMap pages() {
        return keyspace().values().memory.pages();
    }

    @Override
    Pieces pieces() {
        return keyspace().values().pieces;
    }
}
