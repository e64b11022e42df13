/**
 * Commands about the connection itself.
 *
 * <p>In reading order: {@link io.kevy.rt.command.connection.ConnectionFamily}, {@link
 * io.kevy.rt.command.connection.ConnectionCommands}, {@link io.kevy.rt.command.connection.Hello},
 * {@link io.kevy.rt.command.connection.ClientCommands}. Imports {@code io.kevy.rt.command}. Runs on
 * the shard thread that runs the call.
 */
package io.kevy.rt.command.connection;
