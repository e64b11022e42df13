package io.kevy.store;

import io.kevy.store.memory.PageMap;
import io.kevy.store.tree.Pieces;

/** An entry that a walk over the newest state has come to. Reused. */
final class VisitedEntry extends Entry {
    private final Values values;
    private long record;

    VisitedEntry(Values values) {
        this.values = values;
    }

    VisitedEntry at(long record) {
        this.record = record;
        return this;
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
