/**
 * What threads of different shards share: the gate that holds a shard, and the sleeper that wakes
 * it.
 *
 * <p>In reading order: {@link io.kevy.rt.ring.Gate}, {@link io.kevy.rt.ring.Gates}, {@link
 * io.kevy.rt.ring.Sleeper}. Imports kevy-sys only.
 */
package io.kevy.rt.ring;
