/**
 * String commands.
 *
 * <p>In reading order: {@link io.kevy.rt.command.string.StringFamily} (the rows), {@link
 * io.kevy.rt.command.string.StringReads}, {@link io.kevy.rt.command.string.StringWrites}, {@link
 * io.kevy.rt.command.string.Ranges}, {@link io.kevy.rt.command.string.Counters}, {@link
 * io.kevy.rt.command.string.Lcs}. Imports the command package, resp and store. Handlers hold no
 * state; each runs on the shard thread of its call.
 */
package io.kevy.rt.command.string;
