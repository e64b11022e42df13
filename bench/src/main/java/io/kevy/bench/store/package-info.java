/**
 * Micro-benchmarks of kevy-store: {@link io.kevy.bench.store.KeyspaceBenchmark}, {@link io.kevy.bench.store.LookupBenchmark} and
 * {@link io.kevy.bench.store.FreezeBenchmark}; all work on a {@code FilledStore}, and those that look several keys up together
 * lay them out in a {@code KeyTray}.
 *
 * <p>Imports kevy-store, JMH and {@code io.kevy.bench}. One thread each, JMH's.
 */
@NullMarked
package io.kevy.bench.store;

import org.jspecify.annotations.NullMarked;
