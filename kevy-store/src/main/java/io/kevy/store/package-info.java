/**
 * One shard's keyspace, off the heap: keys and values are records in native memory, found through
 * hash tries whose blocks carry the epoch that owns them, so that a snapshot costs the same for any
 * size.
 *
 * <p>Reading order: {@link io.kevy.store.Store} ({@link io.kevy.store.StoreOptions}, {@link
 * io.kevy.store.PageSource}) and its {@link io.kevy.store.Keyspace}s; {@link io.kevy.store.Slice},
 * {@link io.kevy.store.Place}, {@link io.kevy.store.Entry} are how they are talked to; {@link
 * io.kevy.store.StringValues}, {@link io.kevy.store.IncomingValue}, {@link io.kevy.store.ValueLease}
 * are strings, {@link io.kevy.store.Strings} and {@link io.kevy.store.Keys} the same with arrays;
 * {@link io.kevy.store.SnapshotView} and {@link io.kevy.store.EntryCursor} read a frozen state;
 * {@link io.kevy.store.Room} says what changes take, {@link io.kevy.store.Prefetch} makes many
 * lookups in a row faster. {@code Values} is what the keyspaces of a store share, with {@code
 * Leases} and {@code Compactor}.
 *
 * <p>Imports its own packages below: {@code .memory} (blocks and who may change them), {@code
 * .record} (the layout of a record), {@code .trie} (tables), {@code .tree} (sequences). A store and
 * all it hands out belong to one thread; a {@link io.kevy.store.SnapshotView} may be read by any one
 * other thread and closed by any.
 */
package io.kevy.store;
