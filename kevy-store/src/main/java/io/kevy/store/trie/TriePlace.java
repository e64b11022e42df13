package io.kevy.store.trie;

/**
 * Where in a trie a key's record stands or would stand: filled by {@link HashTrie#find}, used by the
 * write that follows, and reused for ever.
 *
 * <p>A place is valid for the root it was found in until the next change of any trie of the same
 * {@link HashTrie}, except a change made through the place itself: after {@link HashTrie#insert} and
 * {@link HashTrie#replace} it stands for the record written, after {@link HashTrie#remove} it has to
 * be found again. A freeze leaves it valid. {@link HashTrie#isCurrent} tells.
 */
public final class TriePlace {
    /** The most branches above a leaf: each takes 8 bits of the hash. */
    static final int LEVELS_MAX = 8;

    long hash;

    /** Number of branches above the leaf. */
    int levels;

    /** The entries that point to the branches above the leaf, the root's first. */
    final long[] branches = new long[LEVELS_MAX];

    /** The entry of the leaf. */
    long leaf;

    /** The slot of the record; 0 if there is none. */
    long slot;

    /** The index of the slot in the leaf. */
    int index;

    /** The trie's count of changes for which all this holds. */
    long changes;

    /** The hash that was looked for. */
    public long hash() {
        return hash;
    }

    /** Whether the key has a record. */
    public boolean exists() {
        return slot != 0;
    }

    /** The key's record, 0 if there is none. */
    public long record() {
        return Slots.address(slot);
    }
}
