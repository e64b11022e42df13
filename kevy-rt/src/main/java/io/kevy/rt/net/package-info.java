/**
 * The client side of one shard: sockets, bytes in and out, replies in the order of their requests.
 *
 * <p>In reading order: {@link io.kevy.rt.net.Clients}, {@link io.kevy.rt.net.Connection}, {@link
 * io.kevy.rt.net.Lookahead} (requests parsed before the first of them is run), {@link
 * io.kevy.rt.net.ReplyQueue}, {@link io.kevy.rt.net.Forward}, {@link io.kevy.rt.net.ReplyBatch}
 * (the replies of a turn, sent together), {@link io.kevy.rt.net.PendingOutput} (what a socket has
 * not taken). Imports command and config. All on the shard's thread.
 */
package io.kevy.rt.net;
