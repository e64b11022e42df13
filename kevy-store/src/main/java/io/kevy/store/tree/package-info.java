/**
 * Ordered sequences in the store's memory: {@link io.kevy.store.tree.CountedTree} with its places
 * ({@link io.kevy.store.tree.TreePath}) and what it refers to ({@link io.kevy.store.tree.Children},
 * {@link io.kevy.store.tree.TieBreak}), and {@link io.kevy.store.tree.ChunkedBytes}, long values on
 * it, read by {@link io.kevy.store.tree.Pieces}.
 *
 * <p>Imports the JDK and {@code io.kevy.store.memory}. Changed by the store's thread; paths and
 * pieces over a view's pages are read by the view's.
 */
package io.kevy.store.tree;
