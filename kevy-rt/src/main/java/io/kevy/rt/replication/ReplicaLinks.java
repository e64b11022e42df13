package io.kevy.rt.replication;

import io.kevy.replicate.Backlog;
import io.kevy.replicate.CloseReason;
import io.kevy.replicate.LinkLimits;
import io.kevy.replicate.PrimaryLink;
import io.kevy.replicate.ReplicaState;
import io.kevy.replicate.SlotTable;
import io.kevy.rt.command.Partition;
import io.kevy.rt.net.PollTarget;
import io.kevy.sys.Listener;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** All links from one shard to replicas: accepts them, pumps them once per turn, reaps them. */
public final class ReplicaLinks {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final int ACCEPTS_PER_TURN = 64;
    private static final int READ_BYTES = 8 * 1024;
    private static final int SLOTS_MAX = 1024;

    private final int shard;
    private final Poller poller;
    private final Feed feed;
    private final Partition partition;
    private final LinkLimits limits;
    private final SlotTable slots;
    private final LinkDirectory directory;
    private final Executor shipWorkers;
    private final Runnable wake;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final byte[] readBuffer = new byte[READ_BYTES];
    private long nowMillis;
    private boolean more;

    /**
     * @param shipWorkers runs the encoding of snapshots
     * @param wake makes the shard take a turn soon; any thread
     */
    public ReplicaLinks(
            int shard,
            Poller poller,
            Feed feed,
            Partition partition,
            LinkLimits limits,
            long reconnectWindowMillis,
            LinkDirectory directory,
            Executor shipWorkers,
            Runnable wake) {
        this.shard = shard;
        this.poller = poller;
        this.feed = feed;
        this.partition = partition;
        this.limits = limits;
        this.slots = new SlotTable(reconnectWindowMillis, SLOTS_MAX);
        this.directory = directory;
        this.shipWorkers = shipWorkers;
        this.wake = wake;
    }

    /** Accepts replicas of {@code listener} from now on, and closes it in the end. */
    public void listen(Listener listener) throws IOException {
        listeners.add(listener);
        poller.register(listener, Poller.READ, (PollTarget) bits -> accept(listener));
    }

    private void accept(Listener listener) throws IOException {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            Socket socket = listener.accept();
            if (socket == null) {
                return;
            }
            try {
                var link = new Link(socket);
                poller.register(socket, Poller.READ, link);
                links.add(link);
                feed.want();
                directory.add(link.status);
                socket.tcpNoDelay(true);
            } catch (IOException e) {
                socket.close();
            }
        }
    }

    /** Pumps every link within its budget and reaps the closed ones; once per turn. */
    public void turn(long nowMillis, long nowNanos) {
        this.nowMillis = nowMillis;
        more = false;
        feed.publish();
        for (int i = links.size() - 1; i >= 0; i--) {
            var link = links.get(i);
            link.pump();
            if (link.primary.isClosed()) {
                links.remove(i);
                link.reap();
            }
        }
        if (slots.size() > 0) {
            slots.expire(nowMillis);
        }
    }

    /** Whether another turn would move more at once. */
    public boolean hasWork() {
        return more;
    }

    /** Live links. */
    public int count() {
        return links.size();
    }

    /** The data has been replaced: the old frames mean nothing, so every replica starts over. */
    void restart(long nowMillis) {
        feed.restart(nowMillis);
        slots.clear();
    }

    /** Closes everything. */
    public void close() {
        for (Listener listener : listeners) {
            listener.close();
        }
        listeners.clear();
        for (Link link : links) {
            link.primary.close(new CloseReason.ByOwner("this server stops"));
            link.reap();
        }
        links.clear();
    }

    private final class Link implements PollTarget {
        private final Socket socket;
        private final PrimaryLink primary;
        private final LinkStatus status;
        private boolean waitsToWrite;

        Link(Socket socket) {
            this.socket = socket;
            var peer = socket.remoteAddress() instanceof InetSocketAddress inet ? inet : null;
            primary = new PrimaryLink(feed.backlog(), limits, peer);
            status = new LinkStatus(shard, primary.peer(), nowMillis);
        }

        @Override
        public void ready(int bits) {
            if (primary.isClosed()) {
                return;
            }
            try {
                if ((bits & (Poller.READ | Poller.CLOSED)) != 0) {
                    int got = socket.read(readBuffer, 0, readBuffer.length);
                    if (got < 0) {
                        primary.close(new CloseReason.PeerClosed());
                    } else {
                        primary.receive(readBuffer, 0, got);
                    }
                }
            } catch (IOException e) {
                failed(e);
            }
        }

        void pump() {
            try {
                for (int budget = 2; budget > 0; budget--) {
                    if (!send()) {
                        break;
                    }
                    if (primary.shipWanted() != null) {
                        ship();
                    }
                    int moved = primary.pump();
                    more |= moved > 0;
                    if (moved == 0 && !primary.hasOutput()) {
                        break;
                    }
                }
            } catch (IOException e) {
                failed(e);
            }
            var id = primary.state().replicaId();
            status.update(
                    id == null ? "" : id, primary.state().text(), primary.writtenOffset(),
                    nowMillis);
        }

        /** Whether the socket took everything. */
        private boolean send() throws IOException {
            while (primary.hasOutput()) {
                int sent =
                        socket.write(
                                primary.output(),
                                primary.outputFrom(),
                                primary.outputTo() - primary.outputFrom());
                if (sent == 0) {
                    waitToWrite(true);
                    return false;
                }
                primary.sent(sent);
            }
            waitToWrite(false);
            return true;
        }

        private void waitToWrite(boolean wait) throws IOException {
            if (wait != waitsToWrite) {
                waitsToWrite = wait;
                poller.interest(socket, wait ? Poller.READ | Poller.WRITE : Poller.READ);
            }
        }

        private void ship() {
            LOG.log(
                    Level.INFO,
                    "shard {0}: full synchronization of {1}: {2}",
                    shard,
                    primary,
                    primary.shipWanted());
            feed.rewind();
            Backlog backlog = feed.backlog();
            var ship = new Ship(partition.store().freeze(), wake);
            if (primary.shipBegins(backlog.pin(backlog.nextOffset()), ship)) {
                shipWorkers.execute(ship);
            } else {
                throw new AssertionError("a ship that was wanted did not begin");
            }
        }

        private void failed(IOException e) {
            primary.close(new CloseReason.ByOwner(String.valueOf(e.getMessage())));
        }

        void reap() {
            if (primary.state() instanceof ReplicaState.Closed closed) {
                slots.reap(closed, nowMillis);
                LOG.log(Level.INFO, "shard {0}: {1}", shard, primary);
            }
            directory.remove(status);
            socket.close();
        }
    }
}
