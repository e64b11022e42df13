/**
 * Micro-benchmarks of kevy-replicate: {@link io.kevy.bench.replicate.BacklogBenchmark}.
 *
 * <p>Imports kevy-replicate, JMH and {@code io.kevy.bench}. One thread, JMH's.
 */
@NullMarked
package io.kevy.bench.replicate;

import org.jspecify.annotations.NullMarked;
