package io.kevy.store.trie;

/** Moves records to where memory is denser. */
@FunctionalInterface
public interface TrieMover {
    /**
     * Copies the record to a new block, discards the old one and says where the copy is.
     *
     * @param young as {@link io.kevy.store.memory.Memory#discardRecord} wants it
     * @throws OutOfMemoryError when there is no room for the copy; nothing has changed then
     */
    long move(long record, boolean young);
}
