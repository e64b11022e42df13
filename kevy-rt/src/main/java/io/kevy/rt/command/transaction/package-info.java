/**
 * Commands that begin, run and guard transactions.
 *
 * <p>In reading order: {@link io.kevy.rt.command.transaction.TransactionFamily}, {@link
 * io.kevy.rt.command.transaction.TransactionCommands}. What a connection has queued and watched is a
 * {@link io.kevy.rt.command.Transaction}. Imports {@code io.kevy.rt.command}. Runs on the shard
 * thread of the connection, with the shards that the transaction needs held.
 */
package io.kevy.rt.command.transaction;
