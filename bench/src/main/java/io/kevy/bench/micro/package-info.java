/**
 * Runs micro-benchmarks and records them: {@link io.kevy.bench.micro.MicroMain}.
 *
 * <p>Imports the JDK, JMH and {@code io.kevy.bench}. One thread; JMH forks.
 */
@NullMarked
package io.kevy.bench.micro;

import org.jspecify.annotations.NullMarked;
