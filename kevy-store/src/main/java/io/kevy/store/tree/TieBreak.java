package io.kevy.store.tree;

import io.kevy.store.memory.PageMap;

/** Decides between entries whose key words are those that are sought. */
@FunctionalInterface
public interface TieBreak {
    /** Negative when what is sought comes before the child, positive when after, else 0. */
    int compare(PageMap pages, long child);
}
