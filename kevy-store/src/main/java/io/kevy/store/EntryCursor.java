package io.kevy.store;

import io.kevy.store.memory.PageMap;
import io.kevy.store.tree.ChunkedBytes;
import io.kevy.store.tree.Pieces;
import io.kevy.store.trie.TrieWalk;

/**
 * Goes over the entries of one database of a {@link SnapshotView}: call {@link #next} first, then
 * the other methods tell about the entry it stands on.
 */
public final class EntryCursor extends Entry {
    private final SnapshotView view;
    private final TrieWalk walk;
    private final Pieces pieces;
    private long record;

    EntryCursor(SnapshotView view, long root) {
        this.view = view;
        walk = new TrieWalk(root, view.pages());
        pieces = ChunkedBytes.pieces(view.pages());
    }

    /**
     * Moves to the next entry; false after the last.
     *
     * @throws IllegalStateException when the view is closed
     */
    public boolean next() {
        view.checkOpen();
        record = walk.next();
        return record != 0;
    }

    @Override
    long record() {
        return record;
    }

    @Override
    PageMap pages() {
        return view.pages();
    }

    @Override
    Pieces pieces() {
        return pieces;
    }
}
