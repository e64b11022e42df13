package io.kevy.store.trie;

import io.kevy.store.memory.PageMap;

/**
 * Goes over all records of a root that nobody changes meanwhile: a view's, on any thread, or the
 * newest one between two writes.
 */
public final class TrieWalk {
    private final PageMap pages;
    private final long root;
    private long leaf;
    private int index;
    private int count;
    private long nextHash;
    private boolean atEnd;

    public TrieWalk(long root, PageMap pages) {
        this.root = root;
        this.pages = pages;
        atEnd = root == 0;
    }

    /** The next record; 0 at the end. */
    public long next() {
        while (index == count) {
            if (atEnd) {
                return 0;
            }
            enterLeaf();
        }
        return Slots.address(word(leaf, index++));
    }

    private void enterLeaf() {
        long entry = root;
        int levels = 0;
        while (Entries.isBranch(entry)) {
            long rest = nextHash << (levels++ << 3);
            entry = word(Entries.address(entry), Nodes.index(rest, Entries.log(entry)));
        }
        leaf = Entries.address(entry);
        index = 0;
        count = Entries.count(entry);
        nextHash = Entries.end(nextHash, Entries.bits(entry, levels));
        atEnd = nextHash == 0;
    }

    private long word(long block, int at) {
        return pages.page(block).get(Nodes.LONG, Nodes.slotAt(block, at));
    }
}
