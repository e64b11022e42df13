/**
 * Commands on keys, whatever they hold, and on whole databases.
 *
 * <p>In reading order: {@link io.kevy.rt.command.keys.KeysFamily} (the rows), {@link
 * io.kevy.rt.command.keys.Existence}, {@link io.kevy.rt.command.keys.Expiries}, {@link
 * io.kevy.rt.command.keys.Renames}, {@link io.kevy.rt.command.keys.Scans}, {@link
 * io.kevy.rt.command.keys.Databases}, {@link io.kevy.rt.command.keys.Objects}. Imports the command
 * package, resp and store. Handlers hold no state; each runs on the shard thread of its call.
 */
package io.kevy.rt.command.keys;
