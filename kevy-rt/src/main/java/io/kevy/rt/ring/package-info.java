/**
 * What threads of different shards share: the gate that holds a shard, the sleeper that wakes it,
 * and the mailbox that takes tasks for it.
 *
 * <p>In reading order: {@link io.kevy.rt.ring.Gate}, {@link io.kevy.rt.ring.Gates}, {@link
 * io.kevy.rt.ring.Sleeper}, {@link io.kevy.rt.ring.Mailbox}. Imports kevy-sys only.
 */
package io.kevy.rt.ring;
