/**
 * What a key costs in memory beside its own bytes, what comes back when keys go, and what a freeze costs in time, for millions
 * of keys.
 *
 * <p>Reading order: {@link io.kevy.bench.memory.MemoryMain} is the program; it starts a JVM of its own for each
 * {@link io.kevy.bench.memory.MemoryProbe}, which fills a store with a {@code KeySet} and prints {@code MemoryFigure}s, of which
 * {@code MemoryTable} makes the table. {@code PeerMemory} looks at whole servers.
 *
 * <p>Imports the JDK, kevy-store, {@code io.kevy.bench} and its packages {@code load} and {@code server}. One thread.
 */
@NullMarked
package io.kevy.bench.memory;

import org.jspecify.annotations.NullMarked;
