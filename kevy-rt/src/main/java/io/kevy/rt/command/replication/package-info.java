/**
 * Commands that choose the primary, and that ask for the state of replication.
 *
 * <p>In reading order: {@link io.kevy.rt.command.replication.ReplicationFamily}, {@link
 * io.kevy.rt.command.replication.ReplicationCommands}. Imports {@code io.kevy.rt.command}; what
 * replicates stands behind {@link io.kevy.rt.command.Replication}. Runs on the shard thread of the
 * connection.
 */
package io.kevy.rt.command.replication;
