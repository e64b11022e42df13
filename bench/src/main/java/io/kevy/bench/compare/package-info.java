/**
 * The comparison: this server beside every Redis and Valkey of the machine, in one run, in turns, on the same core.
 *
 * <p>Reading order: {@link io.kevy.bench.compare.CompareMain} is the program; {@code RedisBenchmark} the load that CPU
 * is counted under, {@code Comparison} the order of all runs, {@code FirstSeconds} what comes
 * of a start, {@code Report} the tables.
 *
 * <p>Imports the JDK, {@code io.kevy.bench} and its packages {@code load} and {@code server}. One thread, and a shutdown hook that ends the
 * servers.
 */
@NullMarked
package io.kevy.bench.compare;

import org.jspecify.annotations.NullMarked;
