/**
 * One shard's keyspace, off the heap: keys and values are records in a slab of native memory, found
 * through an extendible hash table whose nodes carry the epoch that owns them, so that a snapshot
 * costs the same for any size.
 *
 * <p>Reading order: {@link io.kevy.store.Store}, {@link io.kevy.store.Keyspace}, {@link
 * io.kevy.store.SnapshotView} and {@link io.kevy.store.EntryCursor} are the use, {@link
 * io.kevy.store.Prefetch} makes many lookups in a row faster ({@code Foreseen} is what a table
 * remembers of them); {@code Epochs} says who may change what; {@code Records} is the layout of one record; {@code Slab}, {@code
 * SpanPool}, {@code SizeClasses} and {@code Pages} are the memory under it; {@code RecordTable},
 * {@code Root}, {@code Directory} and {@code Node} are the way to a record; {@code Reclaimer} is
 * where freed records wait for the last view that sees them.
 *
 * <p>Imports the JDK only. A store and all it hands out belong to one thread; a {@link
 * io.kevy.store.SnapshotView} may be read by any one other thread and closed by any.
 */
package io.kevy.store;
