/**
 * One shard: its thread, its turn, and the ways between shards.
 *
 * <p>In reading order: {@link io.kevy.rt.shard.Shard} (the turn), {@link io.kevy.rt.shard.Lanes} and
 * {@link io.kevy.rt.shard.Courier} (requests between shards), {@link io.kevy.rt.shard.Expirer}. Imports
 * everything below it.
 */
package io.kevy.rt.shard;
