/**
 * What a key costs in memory beside its own bytes, and what a freeze costs in time, for millions of keys.
 *
 * <p>Reading order: {@link io.kevy.bench.memory.MemoryMain} is the program; it starts a JVM of its own for each
 * {@link io.kevy.bench.memory.MemoryProbe}, which fills a store and prints {@code MemoryFigures}.
 *
 * <p>Imports the JDK, kevy-store and {@code io.kevy.bench}. One thread.
 */
@NullMarked
package io.kevy.bench.memory;

import org.jspecify.annotations.NullMarked;
