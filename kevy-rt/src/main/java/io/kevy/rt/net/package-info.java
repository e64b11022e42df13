/**
 * The client side of one shard: sockets, bytes in and out, replies in the order of their requests.
 *
 * <p>In reading order: {@link io.kevy.rt.net.Clients} (all of them), {@code Connection} (one of them)
 * with its {@code RequestInput}, {@code ReplyQueue} and {@code ReplyOutput}; {@link
 * io.kevy.rt.net.Requests} and {@link io.kevy.rt.net.Outcome} (what becomes of a request); {@link
 * io.kevy.rt.net.Lookahead} (requests parsed before the first of them is run); {@link
 * io.kevy.rt.net.ForwardBatch} (requests on the way to another shard); {@code PendingReply} with
 * {@code Forwarded}, {@code Held}, {@code Awaiting} and {@code Deadlines}; {@code ReplyBatch} (the
 * replies of a turn, sent together), {@code PendingOutput} (what a socket has not taken). Imports
 * command and config. All on the shard's thread.
 */
package io.kevy.rt.net;
