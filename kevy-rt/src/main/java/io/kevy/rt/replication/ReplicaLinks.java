package io.kevy.rt.replication;

import io.kevy.replicate.LinkLimits;
import io.kevy.replicate.ReplicaState;
import io.kevy.replicate.SlotTable;
import io.kevy.rt.command.Partition;
import io.kevy.rt.config.Config;
import io.kevy.rt.net.Acceptor;
import io.kevy.sys.Listener;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * All links from one shard to replicas: accepts them, lets each do its share once per turn, and
 * reaps the closed ones.
 *
 * <p>A replica has one link per shard: when it comes back before its old link is known to be dead,
 * the old one is closed. A replica that left is remembered for {@code reconnect-window-ms}.
 */
public final class ReplicaLinks {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final int READ_BYTES = 8 * 1024;
    private static final int LINKS_MAX = 1024;
    private static final int SLOTS_MAX = 1024;
    private static final int LAST_TURNS_MAX = 64;

    /**
     * What the links of one shard work with.
     *
     * @param shipWorkers runs the encoding of snapshots
     * @param wake makes the shard take a turn soon; any thread
     */
    public record Parts(
            int shard,
            Poller poller,
            Feed feed,
            Partition partition,
            LinkLimits limits,
            Config config,
            LinkDirectory directory,
            Executor shipWorkers,
            Runnable wake) {}

    private final Parts parts;
    private final SlotTable slots;
    private final ShipPacing pacing = new ShipPacing();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<LinkDriver> drivers = new ArrayList<>();
    private final byte[] readBuffer = new byte[READ_BYTES];
    private long nowMillis;
    private long nowNanos;
    private boolean more;
    private Serving serving = Serving.ALL;
    private volatile int slotsHeld;

    public ReplicaLinks(Parts parts) {
        this.parts = parts;
        this.slots = new SlotTable(parts.config().reconnectWindowMillis(), SLOTS_MAX);
    }

    /** Accepts replicas of {@code listener} from now on, and closes it in the end. */
    public void listen(Listener listener) throws IOException {
        acceptors.add(new Acceptor(parts.poller(), listener, this::open));
    }

    private void open(Socket socket) throws IOException {
        if (drivers.size() == LINKS_MAX) {
            LOG.log(
                    Level.WARNING,
                    "shard {0}: {1} links to replicas are open, one more is refused",
                    parts.shard(),
                    LINKS_MAX);
            socket.close();
            return;
        }
        var driver = new LinkDriver(parts, pacing, socket, readBuffer, nowMillis, nowNanos);
        socket.tcpNoDelay(true);
        socket.keepAlive(parts.config().tcpKeepaliveSeconds());
        parts.poller().register(socket, Poller.READ, driver);
        drivers.add(driver);
        parts.directory().add(driver.status());
        parts.feed().want();
    }

    /** Lets every link do its share and reaps the closed ones; once per turn. */
    public void turn(long nowMillis, long nowNanos) {
        this.nowMillis = nowMillis;
        this.nowNanos = nowNanos;
        more = false;
        parts.feed().publish();
        pacing.underWay(ships());
        for (int i = drivers.size() - 1; i >= 0; i--) {
            var driver = drivers.get(i);
            boolean known = driver.status().isIdentified();
            more |= driver.turn(nowMillis, nowNanos, serving);
            if (!known && driver.status().isIdentified() && !driver.isClosed()) {
                identified(driver);
            }
            if (driver.isClosed()) {
                drivers.remove(i);
                reap(driver);
            }
        }
        more |= pacing.isAwaited(ships());
    }

    private int ships() {
        int count = 0;
        for (int i = 0; i < drivers.size(); i++) {
            count += drivers.get(i).state() instanceof ReplicaState.SnapshotShipping ? 1 : 0;
        }
        return count;
    }

    /** What replicas get from now on. */
    void serve(Serving serving) {
        this.serving = serving;
    }

    /**
     * Closes all links: what replicas have learnt about this server no longer holds, so they must
     * ask again before they go on.
     */
    void closeAll(String why) {
        drivers.forEach(driver -> driver.close(why));
    }

    /** Some times a second: accepts again after a pause, forgets who has been away for too long. */
    public void chores(long nowMillis) throws IOException {
        for (Acceptor acceptor : acceptors) {
            acceptor.resume();
        }
        slots.expire(nowMillis);
        slotsHeld = slots.size();
    }

    /** Replicas that left not long ago; read from any thread. */
    int slotsHeld() {
        return slotsHeld;
    }

    private void identified(LinkDriver driver) {
        String id = driver.status().replicaId();
        var slot = slots.slot(id, nowMillis);
        driver.log(
                slot == null
                        ? "linked"
                        : "linked again after " + (nowMillis - slot.lastSeenMillis()) + " ms");
        for (int i = 0; i < drivers.size(); i++) {
            var other = drivers.get(i);
            if (other != driver && other.status().replicaId().equals(id)) {
                other.close("the replica has opened another link");
                more = true;
            }
        }
    }

    private void reap(LinkDriver driver) {
        if (driver.state() instanceof ReplicaState.Closed closed) {
            slots.reap(closed, nowMillis);
        }
        parts.directory().remove(driver.status());
        driver.release();
    }

    /** Whether another turn would move more at once. */
    public boolean hasWork() {
        return more;
    }

    /** The data has been replaced: the old frames mean nothing, so every replica starts over. */
    void restart(long nowMillis) {
        closeAll("the data of this server has been replaced");
        parts.feed().restart(nowMillis);
        slots.clear();
    }

    /** Sends what the sockets take of the frames that are left, and closes everything. */
    public void close() {
        acceptors.forEach(Acceptor::close);
        acceptors.clear();
        serving = Serving.FRAMES;
        int rounds = 0;
        do {
            turn(nowMillis, nowNanos);
        } while (more && ++rounds < LAST_TURNS_MAX);
        for (LinkDriver driver : drivers) {
            driver.close("this server stops");
            reap(driver);
        }
        drivers.clear();
    }

    /** Gives the backlog's memory back, once no shard runs any more. */
    public void releaseBacklog() {
        parts.feed().backlog().close();
    }
}
