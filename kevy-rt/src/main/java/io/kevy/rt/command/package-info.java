/**
 * What a command is: its row of facts, the table of rows, and the call a handler works on.
 *
 * <p>In reading order: {@link io.kevy.rt.command.Command}, {@link io.kevy.rt.command.KeySpec},
 * {@link io.kevy.rt.command.KeyAccess}, {@link io.kevy.rt.command.CommandTable},
 * {@link io.kevy.rt.command.Handler}, {@link io.kevy.rt.command.Call}, {@link
 * io.kevy.rt.command.Outcome}, {@link io.kevy.rt.command.Commit} (how a write becomes whole), {@link
 * io.kevy.rt.command.Draft}, {@link io.kevy.rt.command.Effect}, {@link
 * io.kevy.rt.command.EffectSink}, {@link io.kevy.rt.command.Partition}, {@link
 * io.kevy.rt.command.Session}, {@link io.kevy.rt.command.Outlet}, {@link
 * io.kevy.rt.command.Awaited}, {@link io.kevy.rt.command.Host}, {@link io.kevy.rt.command.Glob},
 * {@link io.kevy.rt.command.HelpReply}, {@link io.kevy.rt.command.Version}. Imports config and the
 * leaf modules, nothing else of the server. A call belongs to the shard thread that runs it.
 */
package io.kevy.rt.command;
