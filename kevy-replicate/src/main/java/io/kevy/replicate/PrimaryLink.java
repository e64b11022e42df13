package io.kevy.replicate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The primary's end of a link to one replica, without its socket.
 *
 * <p>The owner moves bytes and time, the link decides. Per turn:
 *
 * <ol>
 *   <li>{@link #receive} takes what the socket had;
 *   <li>{@link #pump} fills the output from the backlog or a snapshot, within its budget;
 *   <li>the owner writes {@link #output} from {@link #outputFrom} to {@link #outputTo} to the
 *       socket and says with {@link #sent} how much went;
 *   <li>if {@link #shipWanted} says why, the owner freezes the shard and calls {@link #shipBegins};
 *   <li>a link whose {@link #state} is {@link ReplicaState.Closed} is reaped: its socket is closed,
 *       its slot recorded.
 * </ol>
 *
 * <p>The link also closes itself, with a reason, for anything that goes wrong. One thread, that of
 * the backlog. In steady state nothing is allocated.
 */
public final class PrimaryLink {
    private static final byte[] NONE = {};
    private static final byte[] SNAPSHOT = "+SNAPSHOT\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final InetSocketAddress VANISHED = vanished();

    private final Backlog backlog;
    private final LinkLimits limits;
    private final InetSocketAddress peer;
    private final OutputBuffer output;
    private ReplicaState state = new ReplicaState.HandshakePending();
    private byte[] handshake = NONE;
    private int handshakeBytes;
    private long discardedBytes;
    private long writtenOffset;

    /**
     * @param peer the replica's address; null or an unresolved one when it has vanished already
     */
    public PrimaryLink(Backlog backlog, LinkLimits limits, @Nullable InetSocketAddress peer) {
        this.backlog = backlog;
        this.limits = limits;
        this.peer = peer == null || peer.isUnresolved() ? VANISHED : peer;
        this.output = new OutputBuffer(limits.pumpBytesMax() * 2);
    }

    private static InetSocketAddress vanished() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    public ReplicaState state() {
        return state;
    }

    /** The replica's address, 0.0.0.0:0 when it had vanished before it could be asked. */
    public InetSocketAddress peer() {
        return peer;
    }

    public boolean isClosed() {
        return state instanceof ReplicaState.Closed;
    }

    /** Every frame below it is in the output or further; see {@link ReplicaState#offset}. */
    public long sentOffset() {
        return state.offset();
    }

    /**
     * Every frame below it has been taken by the socket; 0 until the replica is known to share this
     * history.
     */
    public long writtenOffset() {
        return writtenOffset;
    }

    /** Why the replica needs a snapshot now, or null; answered by {@link #shipBegins}. */
    public @Nullable FullSyncReason shipWanted() {
        return state instanceof ReplicaState.Streaming streaming ? streaming.shipWanted() : null;
    }

    /** Takes bytes that the replica sent. */
    public void receive(byte[] bytes, int from, int to) {
        if (state instanceof ReplicaState.HandshakePending) {
            receiveHandshake(bytes, from, to);
        } else if (!isClosed()) {
            discard(to - from);
        }
    }

    private void receiveHandshake(byte[] bytes, int from, int to) {
        int room = limits.handshakeBytesMax() - handshakeBytes;
        int taken = Math.min(room, to - from);
        int total = handshakeBytes + taken;
        if (handshake.length < total) {
            handshake = Arrays.copyOf(handshake, total);
        }
        System.arraycopy(bytes, from, handshake, handshakeBytes, taken);
        handshakeBytes = total;
        advance();
        if (state instanceof ReplicaState.HandshakePending) {
            if (total == limits.handshakeBytesMax()) {
                close(new CloseReason.HandshakeTooLong(total));
            }
        } else if (!isClosed()) {
            discard(to - from - taken);
        }
    }

    /**
     * Looks whether the handshake is complete, and then queues its {@code +ACK} or closes the link;
     * {@link #receive} does so by itself. Nothing happens once it is acknowledged.
     *
     * @return whether the state changed
     */
    public boolean advance() {
        if (!(state instanceof ReplicaState.HandshakePending)) {
            return false;
        }
        return switch (Handshake.parse(handshake, 0, handshakeBytes, limits.handshakeBytesMax())) {
            case Handshake.Incomplete _ -> false;
            case Handshake.Rejected(HandshakeRejection cause) -> {
                close(new CloseReason.HandshakeRejected(cause));
                yield true;
            }
            case Handshake.Accepted(long fromOffset, String replicaId, int consumed) -> {
                become(new ReplicaState.AckSent(replicaId, fromOffset));
                discard(handshakeBytes - consumed);
                yield true;
            }
        };
    }

    private void discard(int bytes) {
        discardedBytes += bytes;
        if (discardedBytes > limits.inputBytesMax()) {
            close(new CloseReason.InputOverLimit(limits.inputBytesMax()));
        }
    }

    /**
     * Moves bytes to the output, at most {@link LinkLimits#pumpBytesMax} of frames and chunks; call
     * once per turn.
     *
     * @return bytes moved; 0 when there is nothing to do, or the socket must first take some
     */
    public int pump() {
        return switch (state) {
            case ReplicaState.HandshakePending _ -> 0;
            case ReplicaState.AckSent _ -> 0;
            case ReplicaState.Streaming streaming -> pumpFrames(streaming);
            case ReplicaState.SnapshotShipping shipping -> pumpChunks(shipping);
            case ReplicaState.Closed _ -> 0;
        };
    }

    private int pumpFrames(ReplicaState.Streaming streaming) {
        BacklogCursor cursor = streaming.cursor();
        Pin pin = streaming.pin();
        if (pin != null && pin.overrun() && !cursor.stale()) {
            close(new CloseReason.PinOverrun(cursor.offset()));
            return 0;
        }
        if (streaming.shipWanted() != null || halfPending()) {
            return 0;
        }
        BacklogRead found = cursor.stale() ? BacklogRead.TOO_OLD : cursor.read();
        return switch (found) {
            case FRAMES -> {
                int length = copyFrames(cursor);
                if (pin != null) {
                    pin.advance(cursor.offset());
                }
                yield length;
            }
            case CAUGHT_UP -> {
                streaming.unpin();
                yield 0;
            }
            case TOO_OLD, FUTURE -> {
                framesMissing(streaming, found);
                yield 0;
            }
        };
    }

    private int copyFrames(BacklogCursor cursor) {
        int room = limits.outputBytesMax() - output.pending();
        int length = (int) Math.min(Math.min(limits.pumpBytesMax(), room), cursor.available());
        output.reserve(length);
        output.filled(cursor.copy(output.array(), output.to(), length));
        closeAtCap();
        return length;
    }

    private void framesMissing(ReplicaState.Streaming streaming, BacklogRead found) {
        BacklogCursor cursor = streaming.cursor();
        if (!cursor.withinFrame()) {
            streaming.unpin();
            streaming.wantShip(found);
        } else if (cursor.stale()) {
            close(new CloseReason.HistoryRestarted());
        } else {
            close(new CloseReason.FrameDropped(cursor.offset()));
        }
    }

    /**
     * Begins the snapshot that {@link #shipWanted} asked for. The link owns {@code pin} and {@code
     * source} from now on, and closes them also when it no longer wants them.
     *
     * @param pin on the frames from the next offset at the moment of the freeze, which the replica
     *     will get after the snapshot
     * @return whether the ship began
     */
    public boolean shipBegins(Pin pin, SnapshotSource source) {
        if (!(state instanceof ReplicaState.Streaming streaming)
                || streaming.shipWanted() == null) {
            pin.close();
            source.close();
            return false;
        }
        become(
                new ReplicaState.SnapshotShipping(
                        streaming.replicaId(),
                        streaming.shipWanted(),
                        pin.offset(),
                        backlog.history(),
                        pin,
                        source));
        return true;
    }

    private int pumpChunks(ReplicaState.SnapshotShipping shipping) {
        if (backlog.history() != shipping.history()) {
            close(new CloseReason.HistoryRestarted());
            return 0;
        }
        if (shipping.pin().overrun()) {
            close(new CloseReason.PinOverrun(shipping.ackOffset()));
            return 0;
        }
        int before = output.pending();
        while (state == shipping && !halfPending()) {
            if (shipping.chunkLeft() == 0) {
                if (!pollChunk(shipping)) {
                    break;
                }
                continue;
            }
            int length = Math.min(shipping.chunkLeft(), limits.chunkBytesMax());
            int moved = output.pending() - before;
            if (moved + length + LinkLimits.CHUNK_FRAMING_BYTES_MAX > limits.pumpBytesMax()) {
                break;
            }
            output.line("$", length);
            output.append(shipping.source().array(), shipping.chunkAt(), length);
            output.append(CRLF, 0, CRLF.length);
            shipping.chunkSent(length);
            closeAtCap();
        }
        return isClosed() ? 0 : output.pending() - before;
    }

    /** Whether there may be bytes to send now. */
    private boolean pollChunk(ReplicaState.SnapshotShipping shipping) {
        return switch (shipping.source().poll()) {
            case CHUNK -> {
                shipping.chunkPolled();
                yield true;
            }
            case NONE_YET -> false;
            case FINISHED -> {
                BacklogCursor cursor = backlog.cursor(shipping.ackOffset());
                become(new ReplicaState.Streaming(shipping.replicaId(), cursor, shipping.pin()));
                yield false;
            }
            case FAILED -> {
                close(new CloseReason.SnapshotFailed(shipping.source().failure()));
                yield false;
            }
        };
    }

    private boolean halfPending() {
        return output.pending() >= limits.outputBytesMax() / 2;
    }

    private void closeAtCap() {
        if (output.pending() >= limits.outputBytesMax()) {
            close(new CloseReason.OutputOverCap(limits.outputBytesMax()));
        }
    }

    /** The array with the bytes that wait for the socket; another one after any other call. */
    public byte[] output() {
        return output.array();
    }

    public int outputFrom() {
        return output.from();
    }

    public int outputTo() {
        return output.to();
    }

    public boolean hasOutput() {
        return output.pending() > 0;
    }

    /** Bytes that wait for the replica: in the output, and in the backlog behind it. */
    public long unsentBytes() {
        return output.pending()
                + switch (state) {
                    case ReplicaState.Streaming streaming -> streaming.unsentBytes();
                    case ReplicaState.SnapshotShipping shipping -> shipping.unsentBytes(backlog);
                    case ReplicaState.HandshakePending _,ReplicaState.AckSent _,ReplicaState.Closed _ ->
                        0;
                };
    }

    /** The socket has taken {@code bytes} from the front of the output. */
    public void sent(int bytes) {
        output.sent(bytes);
        if (output.pending() > 0 || isClosed()) {
            return;
        }
        if (state instanceof ReplicaState.AckSent ack) {
            BacklogCursor cursor = backlog.cursor(ack.fromOffset());
            become(new ReplicaState.Streaming(ack.replicaId(), cursor, null));
        }
        if (state instanceof ReplicaState.Streaming streaming && streaming.inStep()) {
            writtenOffset = streaming.sentOffset();
        }
    }

    /** Closes the link from any state and drops its output. Closing twice changes nothing. */
    public void close(CloseReason reason) {
        if (!isClosed()) {
            become(new ReplicaState.Closed(state.replicaId(), state.offset(), reason));
        }
    }

    private void become(ReplicaState next) {
        ReplicaState previous = state;
        if (!previous.mayBecome(next)) {
            throw new AssertionError(previous.text() + " may not become " + next.text());
        }
        state = next;
        leave(previous, next);
        enter(next);
    }

    private void leave(ReplicaState previous, ReplicaState next) {
        switch (previous) {
            case ReplicaState.Streaming streaming -> streaming.unpin();
            case ReplicaState.SnapshotShipping shipping -> {
                shipping.source().close();
                if (next instanceof ReplicaState.Streaming) {
                    output.line("+SNAPSHOT_END ", shipping.ackOffset());
                } else {
                    shipping.pin().close();
                }
            }
            case ReplicaState.HandshakePending _ -> handshake = NONE;
            case ReplicaState.AckSent _ -> {}
            case ReplicaState.Closed _ -> {}
        }
    }

    private void enter(ReplicaState next) {
        switch (next) {
            case ReplicaState.AckSent ack -> output.line("+ACK ", ack.fromOffset());
            case ReplicaState.SnapshotShipping _ -> output.append(SNAPSHOT, 0, SNAPSHOT.length);
            case ReplicaState.Closed _ -> output.release();
            case ReplicaState.HandshakePending _ -> {}
            case ReplicaState.Streaming _ -> {}
        }
    }

    @Override
    public String toString() {
        return "replica " + state.replicaId() + " at " + peer + ", " + state.text();
    }
}
