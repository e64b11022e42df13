/**
 * Micro-benchmarks of kevy-store: {@link io.kevy.bench.store.KeyspaceBenchmark} and
 * {@link io.kevy.bench.store.FreezeBenchmark}; both work on a {@link io.kevy.bench.store.FilledStore}.
 *
 * <p>Imports kevy-store, JMH and {@code io.kevy.bench}. One thread each, JMH's.
 */
@NullMarked
package io.kevy.bench.store;

import org.jspecify.annotations.NullMarked;
