/**
 * Hash tables of records in native memory: {@link HashTrie} and its {@link TriePlace}s, what it
 * asks of records ({@link TrieRecords}), lookups ahead ({@link TrieBatch}), going over it a little
 * at a time ({@link TrieSweep}, {@link TrieExpiry}, {@link TrieMover}, {@link TrieVisitor}) and on
 * another thread ({@link TrieWalk}).
 *
 * <p>Imports the JDK and {@code io.kevy.store.memory} only. The store's thread, but for the walk.
 */
package io.kevy.store.trie;
