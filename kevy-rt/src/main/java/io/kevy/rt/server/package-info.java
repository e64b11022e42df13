/**
 * The server as a whole: {@link io.kevy.rt.server.KevyServer} wires shards together, starts and
 * stops them, and is what a program embeds; {@link io.kevy.rt.server.ServerHost} is what commands
 * see of it. Imports everything below it. Starting and stopping may be called from any thread.
 */
package io.kevy.rt.server;
