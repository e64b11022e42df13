/**
 * Commands about the server as a whole.
 *
 * <p>In reading order: {@link io.kevy.rt.command.server.ServerFamily}, {@link
 * io.kevy.rt.command.server.ServerCommands}, {@link io.kevy.rt.command.server.ConfigCommands},
 * {@link io.kevy.rt.command.server.CommandCommands}, {@link
 * io.kevy.rt.command.server.DebugCommands}. Imports {@code io.kevy.rt.command}. Runs on the shard
 * thread of the connection.
 */
package io.kevy.rt.command.server;
