package io.kevy.bench.embedded;

/** Entries to be walked over once, by another thread while the map is written to. Closed by the map's own. */
interface Snapshot extends AutoCloseable {
    /** Shows all entries. */
    void walk(Visitor visitor);

    @Override
    default void close() {}

    /** Sees the entries of a walk. */
    @FunctionalInterface
    interface Visitor {
        /** Sees one. The arrays belong to the walk, and may change after the call. */
        void entry(byte[] key, byte[] value);
    }
}
