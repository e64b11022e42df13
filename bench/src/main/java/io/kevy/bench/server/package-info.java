/**
 * Servers that a benchmark starts, measures and ends.
 *
 * <p>Reading order: {@link io.kevy.bench.server.ServerBinary} finds servers, {@link io.kevy.bench.server.RunningServer} is one of
 * them at work, where {@link io.kevy.bench.server.Placement} says among the {@link io.kevy.bench.server.Cores}.
 *
 * <p>Imports the JDK and {@code io.kevy.bench}. One thread, and a shutdown hook that ends the servers.
 */
@NullMarked
package io.kevy.bench.server;

import org.jspecify.annotations.NullMarked;
