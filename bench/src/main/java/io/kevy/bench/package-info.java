/**
 * What the benchmarks share: the JVM they run on, the keys they use, the facts they report, the page they write.
 *
 * <p>Reading order: {@link io.kevy.bench.ServerJvm}, {@link io.kevy.bench.ServerPages},
 * {@link io.kevy.bench.KeyBytes} and {@link io.kevy.bench.RandomNumbers} for every benchmark; {@link io.kevy.bench.Options}, {@link io.kevy.bench.Samples},
 * {@link io.kevy.bench.ProcessFacts}, {@link io.kevy.bench.AtExit}, {@link io.kevy.bench.ChildJvm} with its
 * {@link io.kevy.bench.Figures}, {@link io.kevy.bench.MachineFacts} and {@link io.kevy.bench.ResultsFile} for programs.
 * The packages below named as modules of the project hold micro-benchmarks of those; {@code compare},
 * {@code embedded}, {@code large}, {@code load}, {@code memory}, {@code micro} and {@code stalls} are programs.
 *
 * <p>Imports the JDK, kevy-sys and kevy-store. No thread of its own.
 */
@NullMarked
package io.kevy.bench;

import org.jspecify.annotations.NullMarked;
