/**
 * kevy-store for those who take it alone: what reads, writes, memory and a snapshot cost beside other maps of the JVM.
 *
 * <p>Reading order: {@link io.kevy.bench.embedded.EmbeddedMain} is the program; it starts a JVM of its own for each
 * {@link io.kevy.bench.embedded.EmbeddedProbe}, which measures one {@code Contender} and prints {@code EmbeddedFigure}s. Contenders
 * are {@code ByteMap}s: {@code KevyMap}, {@code HeapMap}, {@code MapDbMap}, {@code OhcMap}, {@code ChronicleByteMap}, each with its
 * {@code Snapshot}, which {@code Stamps} checks. {@code EmbeddedSeries} gathers the rounds, {@code EmbeddedTable} prints them.
 *
 * <p>Imports the JDK, kevy-store, the other maps and {@code io.kevy.bench}. One thread, and one for a walk.
 */
@NullMarked
package io.kevy.bench.embedded;

import org.jspecify.annotations.NullMarked;
