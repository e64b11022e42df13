/**
 * The link over which a primary's shard feeds its replicas: handshake, snapshot ship and frames, as
 * state machines for both ends that know bytes and nothing else.
 *
 * <p>In reading order. What is sent: {@link io.kevy.replicate.Backlog} with {@link
 * io.kevy.replicate.BacklogCursor} and {@link io.kevy.replicate.Pin}, {@link
 * io.kevy.replicate.FrameDecoder}, {@link io.kevy.replicate.Handshake}. The primary's end: {@link
 * io.kevy.replicate.PrimaryLink}, its {@link io.kevy.replicate.ReplicaState}, {@link
 * io.kevy.replicate.SnapshotSource}, {@link io.kevy.replicate.SlotTable}; the reasons are {@link
 * io.kevy.replicate.FullSyncReason} and {@link io.kevy.replicate.CloseReason}. The replica's end:
 * {@link io.kevy.replicate.ReplicaLink} with {@link io.kevy.replicate.ReplicaEvents}. For
 * applications: {@link io.kevy.replicate.ReplicaClient}.
 *
 * <p>How a server drives the primary's end, per shard and turn:
 *
 * <pre>
 *   write to come        backlog.reserve(frames, args, bytes)    out of memory: refuse the write
 *   write applied        backlog.begin(argc); backlog.arg(..); backlog.commit();
 *   write done           backlog.release()
 *   accepted             link = new PrimaryLink(backlog, limits, peerAddress)
 *   socket readable      link.receive(bytes, from, to)     end of stream: link.close(PeerClosed)
 *   every turn           link.pump()
 *   output               n = socket.write(link.output(), link.outputFrom(), ..); link.sent(n)
 *   link.shipWanted()    view = store.freeze(); pin = backlog.pin(backlog.nextOffset());
 *                        link.shipBegins(pin, chunkSourceOf(view))
 *   link.isClosed()      log the reason, close the socket, slots.reap(closed, nowMillis)
 *   once in a while      slots.expire(nowMillis)
 *   data replaced        backlog.restart(newFirstOffset); slots.clear()
 * </pre>
 *
 * <p>Imports {@code io.kevy.resp} and the JDK. Everything belonging to one backlog is used by one
 * thread, its shard's; no type here starts a thread, reads a clock or, {@code ReplicaClient}
 * excepted, opens a socket.
 */
package io.kevy.replicate;
