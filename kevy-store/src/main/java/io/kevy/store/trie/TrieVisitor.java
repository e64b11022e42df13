package io.kevy.store.trie;

/** Is shown records, one after the other; must not change the trie. */
@FunctionalInterface
public interface TrieVisitor {
    void visit(long record);
}
