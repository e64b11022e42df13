/**
 * The longest stalls: how long a server keeps its clients waiting while something large goes on.
 *
 * <p>Reading order: {@link io.kevy.bench.stalls.StallsMain} is the program, {@code Scenes} what goes on, {@code Probe} the client
 * that waits, {@code CollectorLog} what the JVM's collector says, {@code StallTable} the figures.
 *
 * <p>Imports the JDK, {@code io.kevy.bench} and its packages {@code compare}, {@code load} and {@code server}. A thread for the probe.
 */
@NullMarked
package io.kevy.bench.stalls;

import org.jspecify.annotations.NullMarked;
