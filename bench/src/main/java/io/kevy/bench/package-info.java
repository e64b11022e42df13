/**
 * What the benchmarks share: the JVM they run on, the keys they use, the facts they report, the page they write.
 *
 * <p>Reading order: {@link io.kevy.bench.ServerJvm}, {@link io.kevy.bench.KeyBytes} and
 * {@link io.kevy.bench.RandomNumbers} for every benchmark; {@link io.kevy.bench.Options}, {@link io.kevy.bench.Samples},
 * {@link io.kevy.bench.ProcessFacts}, {@link io.kevy.bench.AtExit}, {@link io.kevy.bench.MachineFacts} and
 * {@link io.kevy.bench.ResultsFile} for programs.
 * The packages below named as modules of the project hold micro-benchmarks of those; {@code load}, {@code compare},
 * {@code memory} and {@code micro} are programs.
 *
 * <p>Imports the JDK and kevy-resp. No thread of its own.
 */
@NullMarked
package io.kevy.bench;

import org.jspecify.annotations.NullMarked;
