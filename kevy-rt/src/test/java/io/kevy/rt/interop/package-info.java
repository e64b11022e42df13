/**
 * The server as others see it: next to a real Redis, under real client libraries, under load and
 * under abuse.
 *
 * <p>In reading order: {@link io.kevy.rt.interop.RawClient} and {@link io.kevy.rt.interop.RealRedis},
 * the ends of every comparison; {@link io.kevy.rt.interop.RandomRequests}, {@link
 * io.kevy.rt.interop.Twins} and {@link io.kevy.rt.interop.KnownReplyDifferences} for the
 * differential test; {@link io.kevy.rt.interop.PipelinedLoad} and {@link
 * io.kevy.rt.interop.RedisBenchmark}, the loads; {@link io.kevy.rt.interop.ReadmeTerminal}, which
 * types what the README shows; then the {@code *IT} classes. Uses nothing of the server but its
 * start, so that what passes here passes over a socket.
 */
package io.kevy.rt.interop;
