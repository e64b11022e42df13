/**
 * The Redis serialization protocol as bytes in memory segments: requests in, replies out, and the
 * other way round for clients.
 *
 * <p>Reading order: {@link io.kevy.resp.Argv}, {@link io.kevy.resp.RequestParser} with {@link
 * io.kevy.resp.RequestLimits}, {@link io.kevy.resp.ReplyWriter}; for what is large {@link
 * io.kevy.resp.Pieces} and {@link io.kevy.resp.Piece}, {@link io.kevy.resp.LargeBulk}, {@link
 * io.kevy.resp.ChunkSource}; the client's side {@link io.kevy.resp.RequestWriter}, {@link
 * io.kevy.resp.Reply}, {@link io.kevy.resp.ReplyParser} with {@link io.kevy.resp.ReplyLimits}, {@link
 * io.kevy.resp.ReplyScanner}; what both share, {@link io.kevy.resp.Decimal} and {@link
 * io.kevy.resp.ProtocolException}.
 *
 * <p>Imports nothing but the JDK. No thread of its own: an object belongs to the thread that uses it.
 */
package io.kevy.resp;
