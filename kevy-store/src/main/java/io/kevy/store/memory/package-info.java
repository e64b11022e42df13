/**
 * The native memory of a store: blocks that are copied before they are changed where a view sees
 * them.
 *
 * <p>In reading order: {@link io.kevy.store.memory.Memory} is the whole of it; {@link
 * io.kevy.store.memory.PageMap} and {@link io.kevy.store.memory.PageSource}, {@code ArenaPages},
 * {@code Pages}; {@code Slab} over {@code SizeClasses}, {@code SpanPool}, {@code SpanTable}, {@code
 * Poison}; {@code Epochs} and {@link io.kevy.store.memory.Hold}; {@code ParkedBlocks}, {@code
 * ReadyBlocks} and {@link io.kevy.store.memory.Dismantler} over {@code Chunks}; {@code Compaction}.
 *
 * <p>Imports the JDK only. Belongs to one thread, but for what {@code Hold} says.
 */
package io.kevy.store.memory;
