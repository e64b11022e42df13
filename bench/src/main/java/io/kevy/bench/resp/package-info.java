/**
 * Micro-benchmarks of kevy-resp: {@link io.kevy.bench.resp.RequestParserBenchmark} and
 * {@link io.kevy.bench.resp.ReplyWriterBenchmark}.
 *
 * <p>Imports kevy-resp, JMH and {@code io.kevy.bench}. One thread each, JMH's.
 */
@NullMarked
package io.kevy.bench.resp;

import org.jspecify.annotations.NullMarked;
