package io.kevy.rt.replication;

import io.kevy.replicate.BacklogRead;
import io.kevy.replicate.CloseReason;
import io.kevy.replicate.Pin;
import io.kevy.replicate.PrimaryLink;
import io.kevy.replicate.ReplicaState;
import io.kevy.rt.net.PollTarget;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes between one {@link PrimaryLink} and its socket, and starts the snapshots it asks for.
 *
 * <p>It keeps the frames that a streaming replica has not been sent yet in the backlog, within the
 * bound of pins, so that a burst of writes larger than the backlog does not cost a replica in step
 * a snapshot. And it watches the clock: a peer that does not complete its handshake, or takes
 * nothing of what waits for it, within {@code repl-timeout}, loses the link.
 */
final class LinkDriver implements PollTarget {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final byte[] REFUSAL =
            "-NOMASTERLINK Can't SYNC while not connected with my master\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ReplicaLinks.Parts parts;
    private final ShipPacing pacing;
    private final Socket socket;
    private final byte[] readBuffer;
    private final PrimaryLink link;
    private final LinkStatus status;
    private final UnsentWatch unsentWatch = new UnsentWatch();
    private @Nullable Pin unsent;
    private long movedNanos;
    private boolean waitsToWrite;
    private long steadySinceNanos;
    private boolean steady;

    /**
     * @param readBuffer shared by all links of the shard; its content means nothing between calls
     */
    LinkDriver(
            ReplicaLinks.Parts parts,
            ShipPacing pacing,
            Socket socket,
            byte[] readBuffer,
            long nowMillis,
            long nowNanos) {
        this.parts = parts;
        this.pacing = pacing;
        this.socket = socket;
        this.readBuffer = readBuffer;
        this.movedNanos = nowNanos;
        this.steadySinceNanos = nowNanos;
        var peer = socket.remoteAddress() instanceof InetSocketAddress inet ? inet : null;
        link = new PrimaryLink(parts.feed().backlog(), parts.limits(), peer);
        status = new LinkStatus(parts.shard(), link.peer(), nowMillis);
    }

    LinkStatus status() {
        return status;
    }

    ReplicaState state() {
        return link.state();
    }

    boolean isClosed() {
        return link.isClosed();
    }

    /** Closes the link; it is reaped in the next turn. */
    void close(String why) {
        link.close(new CloseReason.ByOwner(why));
    }

    @Override
    public void ready(int bits) {
        if (link.isClosed() || (bits & (Poller.READ | Poller.CLOSED)) == 0) {
            return;
        }
        try {
            int got = socket.read(readBuffer, 0, readBuffer.length);
            if (got < 0) {
                link.close(new CloseReason.PeerClosed());
            } else {
                link.receive(readBuffer, 0, got);
            }
        } catch (IOException e) {
            close(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends what waits, moves one budget of frames or chunks to the output and sends that.
     *
     * @return whether another turn would move more at once
     */
    boolean turn(long nowMillis, long nowNanos, Serving serving) {
        // A replica is known by name before anything is begun for it.
        boolean known = status.isIdentified();
        boolean more = false;
        try {
            if (link.state() instanceof ReplicaState.AckSent ack
                    && !isServed(ack.fromOffset(), serving)) {
                refuse();
            }
            flush(nowNanos);
            int moved = link.pump();
            boolean ship = serving == Serving.ALL && link.shipWanted() != null;
            if (ship && known && pacing.mayShip(status.replicaId(), nowNanos)) {
                ship();
                pacing.shipped(status.replicaId(), nowNanos);
            }
            if (moved > 0 || !waitsToWrite) {
                flush(nowNanos);
            }
            more = (moved > 0 && !waitsToWrite) || (ship && !known);
            keepUnsent();
        } catch (IOException e) {
            close(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // The link, and a ship of it, are given up whole: closing needs no memory.
            close("there is no memory for this link: " + e.getMessage());
        }
        giveUpIfLate(nowNanos);
        giveUpIfOver(nowNanos);
        watchSteadiness(nowNanos);
        if (status.update(link.state(), link.writtenOffset(), nowMillis)) {
            parts.directory().progress();
        }
        return more;
    }

    /** Whether a new link that asks for {@code offset} gets anywhere. */
    private boolean isServed(long offset, Serving serving) {
        return switch (serving) {
            case ALL -> true;
            case FRAMES -> isKept(offset);
            case NOTHING -> false;
        };
    }

    /** Says so instead of the acknowledgement; a new connection takes the few bytes. */
    private void refuse() throws IOException {
        socket.write(REFUSAL, 0, REFUSAL.length);
        link.close(new CloseReason.NotServed());
    }

    private void watchSteadiness(long nowNanos) {
        if (!(link.state() instanceof ReplicaState.Streaming) || link.shipWanted() != null) {
            steadySinceNanos = nowNanos;
            steady = false;
        } else if (!steady && nowNanos - steadySinceNanos > Backoff.STEADY_NANOS) {
            steady = true;
            pacing.steady(status.replicaId());
        }
    }

    private void keepUnsent() {
        var pin = unsent;
        if (pin != null && pin.overrun()) {
            pin = null;
        }
        long offset = link.sentOffset();
        if (!(link.state() instanceof ReplicaState.Streaming) || !isKept(offset)) {
            unpin();
        } else if (pin == null) {
            unsent = parts.feed().backlog().pin(offset);
        } else {
            pin.advance(offset);
        }
    }

    private boolean isKept(long offset) {
        var found = parts.feed().backlog().read(offset);
        return found == BacklogRead.FRAMES || found == BacklogRead.CAUGHT_UP;
    }

    private void unpin() {
        var pin = unsent;
        if (pin != null) {
            pin.close();
            unsent = null;
        }
    }

    private void flush(long nowNanos) throws IOException {
        while (link.hasOutput()) {
            int sent =
                    socket.write(
                            link.output(),
                            link.outputFrom(),
                            link.outputTo() - link.outputFrom());
            if (sent == 0) {
                waitToWrite(true);
                return;
            }
            movedNanos = nowNanos;
            link.sent(sent);
        }
        waitToWrite(false);
    }

    private void waitToWrite(boolean wait) throws IOException {
        if (wait != waitsToWrite) {
            waitsToWrite = wait;
            parts.poller().interest(socket, wait ? Poller.READ | Poller.WRITE : Poller.READ);
        }
    }

    private void giveUpIfLate(long nowNanos) {
        int seconds = parts.config().replTimeoutSeconds();
        if (nowNanos - movedNanos <= seconds * 1_000_000_000L) {
            return;
        }
        if (link.state() instanceof ReplicaState.HandshakePending) {
            close("no handshake within " + seconds + " s");
        } else if (link.hasOutput()) {
            close("the replica took nothing for " + seconds + " s");
        }
    }

    private void giveUpIfOver(long nowNanos) {
        var config = parts.config();
        var excess =
                unsentWatch.excess(
                        link.unsentBytes(),
                        config.replicaOutputLimit(),
                        config.replBacklogBytes(),
                        nowNanos);
        if (excess != null) {
            link.close(excess);
        }
    }

    /** Freezes the shard and lets a worker encode the view. */
    private void ship() {
        var feed = parts.feed();
        feed.rewind();
        var backlog = feed.backlog();
        var pin = backlog.pin(backlog.nextOffset());
        Ship ship;
        try {
            ship = Ship.of(parts.partition().store(), parts.wake());
        } catch (OutOfMemoryError e) {
            pin.close();
            throw e;
        }
        if (!link.shipBegins(pin, ship)) {
            throw new AssertionError("a ship that was wanted did not begin");
        }
        if (link.state() instanceof ReplicaState.SnapshotShipping shipping) {
            log("full synchronization from offset " + shipping.ackOffset() + ": "
                    + shipping.reason().text());
        }
        try {
            parts.shipWorkers().execute(ship);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            close("no worker takes the snapshot: " + e.getMessage());
            ship.run(); // closed, so that it only lets its view go
        }
    }

    /** Closes the socket of a closed link and says why it was closed. */
    void release() {
        if (link.state() instanceof ReplicaState.Closed closed) {
            // A refused replica asks again and again, and says why itself.
            var level =
                    closed.reason() instanceof CloseReason.NotServed ? Level.DEBUG : Level.INFO;
            log(level, "link closed: " + closed.reason().text());
        }
        unpin();
        socket.close();
    }

    /** One line about this link. */
    void log(String event) {
        log(Level.INFO, event);
    }

    private void log(Level level, String event) {
        LOG.log(
                level,
                "shard {0}: replica {1} at {2}: {3}",
                parts.shard(),
                status.shownId(),
                status.shownPeer(),
                event);
    }
}
