/**
 * From a parsed request to the shard that runs it.
 *
 * <p>In reading order: {@link io.kevy.rt.dispatch.Dispatcher} (admission and routing), {@link
 * io.kevy.rt.dispatch.Outbox} (towards other shards), {@link io.kevy.rt.dispatch.Refusals} (error
 * texts), {@link io.kevy.rt.dispatch.CrossProtocolGuard} (what is no request). Imports net, command,
 * ring and config. On the shard's thread.
 */
package io.kevy.rt.dispatch;
