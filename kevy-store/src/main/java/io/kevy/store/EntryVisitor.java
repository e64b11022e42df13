package io.kevy.store;

/** Receives the entries of a walk over a {@link Keyspace}. */
@FunctionalInterface
public interface EntryVisitor {
    /** The entry is readable during the call; the visitor must not write to the store. */
    void visit(Entry entry);
}
