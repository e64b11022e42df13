package io.kevy.store;

/** Receives the records of a walk over a {@link Keyspace}. */
@FunctionalInterface
public interface RecordVisitor {
    /** The record is readable during the call; the visitor must not write to the store. */
    void visit(long record);
}
