package io.kevy.store;

import io.kevy.store.memory.PageMap;
import io.kevy.store.tree.Pieces;
import io.kevy.store.trie.TrieVisitor;

/** The entry that a walk over the newest state has come to. Reused. */
final class VisitedEntry extends Entry implements TrieVisitor {
    private static final EntryVisitor NOBODY = entry -> {};

    private final Values values;
    private EntryVisitor visitor = NOBODY;
    private long record;

    VisitedEntry(Values values) {
        this.values = values;
    }

    VisitedEntry at(long record) {
        this.record = record;
        return this;
    }

    /** Who is shown what this {@link #visit}s. */
    VisitedEntry shownTo(EntryVisitor visitor) {
        this.visitor = visitor;
        return this;
    }

    @Override
    public void visit(long record) {
        this.record = record;
        visitor.visit(this);
    }

    @Override
    long record() {
        return record;
    }

    @Override
    PageMap pages() {
        return values.memory.pages();
    }

    @Override
    Pieces pieces() {
        return values.pieces;
    }
}
