/**
 * A closed-loop load generator: so many connections, each with so many requests under way, that measures what a client waits.
 *
 * <p>Reading order: {@link io.kevy.bench.load.LoadMain} is the program, {@link io.kevy.bench.load.LoadPlan} what it shall do,
 * {@link io.kevy.bench.load.LoadGenerator} the loop over its {@code LoadConnection}s,
 * {@link io.kevy.bench.load.LoadResult} and {@link io.kevy.bench.load.LatencyHistogram} what comes out.
 *
 * <p>Imports the JDK, kevy-resp and {@code io.kevy.bench}. All in the thread of the caller.
 */
@NullMarked
package io.kevy.bench.load;

import org.jspecify.annotations.NullMarked;
