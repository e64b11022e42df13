package io.kevy.rt.shard;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Partition;
import io.kevy.rt.dispatch.Dispatcher;
import io.kevy.rt.net.Clients;
import io.kevy.rt.net.Forward;
import io.kevy.rt.net.PollTarget;
import io.kevy.rt.replication.Replica;
import io.kevy.rt.replication.ReplicaLinks;
import io.kevy.rt.ring.Gates;
import io.kevy.rt.ring.Sleeper;
import io.kevy.sys.Clock;
import io.kevy.sys.Poller;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * One shard: the thread that owns a partition, its connections and its replication links.
 *
 * <p>It lives in turns. A turn takes what has arrived (tasks, forwards, socket events), runs it,
 * sends the replies, pumps the replication links and does a bounded share of the chores; then the
 * shard sleeps until something arrives. No turn waits for anything but another shard that holds
 * this one.
 */
public final class Shard implements Runnable {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final long CHORES_MILLIS = 100;
    private static final int RECLAIM_PER_TURN = 4096;
    private static final long STALLED_POLL_NANOS = 1_000_000;
    private static final long TURN_NANOS = 2_000_000;
    private static final int READY_PER_LOOK = 8;

    /** What a shard is made of. */
    public record Parts(
            int index,
            Poller poller,
            Clock clock,
            Gates gates,
            Sleeper sleeper,
            Partition partition,
            Call call,
            Dispatcher dispatcher,
            Clients clients,
            ReplicaLinks replicaLinks,
            Replica replica) {}

    private final Parts parts;
    private final Courier courier;
    private final Expirer expirer;
    private final Consumer<Throwable> fatal;
    private final MpscUnboundedAtomicArrayQueue<Runnable> tasks =
            new MpscUnboundedAtomicArrayQueue<>(64);
    private final Consumer<Forward> runForwarded;
    private final Consumer<Forward> completed;
    private volatile boolean stopping;
    private long nextChoresMillis;
    private long longestTurnNanos;
    private int ready;
    private int nextReady;
    private boolean reclaiming;

    /**
     * @param fatal told when a broken invariant ends this shard; the process must stop then
     */
    Shard(Parts parts, Courier courier, Consumer<Throwable> fatal) {
        this.parts = parts;
        this.courier = courier;
        this.fatal = fatal;
        this.expirer = new Expirer(parts.partition(), parts.call());
        this.runForwarded = parts.dispatcher()::runForwarded;
        this.completed = parts.clients()::completed;
    }

    public Parts parts() {
        return parts;
    }

    /** Runs {@code task} in a later turn of this shard; any thread. */
    public void post(Runnable task) {
        tasks.offer(task);
        parts.sleeper().wake();
    }

    /** Ends the thread after its current turn; any thread. */
    public void stop() {
        stopping = true;
        parts.sleeper().wake();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                turn();
                sleep();
            }
        } catch (Throwable e) {
            fatal.accept(e);
        } finally {
            close();
        }
    }

    private void close() {
        parts.gates().enter(parts.index());
        try {
            parts.clients().close();
            parts.replica().close();
            parts.replicaLinks().close();
        } finally {
            parts.gates().leave(parts.index());
        }
    }

    private void turn() throws IOException {
        long nowMillis = parts.clock().unixMillis();
        long nowNanos = parts.clock().nanoTime();
        parts.gates().enter(parts.index());
        try {
            parts.clients().turn(nowMillis);
            var replica = parts.replica();
            parts.dispatcher().turn(nowMillis, replica.expiry());
            Runnable task;
            while ((task = tasks.poll()) != null) {
                task.run();
            }
            courier.receive(runForwarded, completed);
            handleReady(nowNanos);
            parts.clients().settle();
            replica.turn(nowMillis, nowNanos);
            parts.replicaLinks().turn(nowMillis, nowNanos);
            chores(nowMillis);
        } finally {
            parts.gates().leave(parts.index());
        }
        longestTurnNanos =
                Math.max(longestTurnNanos, parts.clock().nanoTime() - nowNanos);
    }

    /** The longest turn since start or since {@link #resetLongestTurn}, waiting for others included. */
    public long longestTurnNanos() {
        return longestTurnNanos;
    }

    /** Measures from zero again. */
    public void resetLongestTurn() {
        longestTurnNanos = 0;
    }

    /** Handles ready sockets until the turn has lasted long enough; the others come in the next. */
    private void handleReady(long turnStartNanos) {
        int handled = 0;
        while (nextReady < ready) {
            ready(nextReady++);
            if (++handled % READY_PER_LOOK == 0
                    && parts.clock().nanoTime() - turnStartNanos > TURN_NANOS) {
                return;
            }
        }
    }

    private void ready(int i) {
        try {
            if (parts.poller().attachment(i) instanceof PollTarget target) {
                target.ready(parts.poller().ready(i));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "shard {0}: {1}", parts.index(), e.getMessage());
        }
    }

    private void chores(long nowMillis) throws IOException {
        if (nowMillis >= nextChoresMillis) {
            nextChoresMillis = nowMillis + CHORES_MILLIS;
            parts.clients().chores();
            parts.replicaLinks().chores(nowMillis);
            if (parts.replica().expiry() == Call.Expiry.REMOVE && !expirer.isPending()) {
                expirer.start();
            }
        }
        if (expirer.isPending()) {
            expirer.step(nowMillis);
        }
        reclaiming = parts.partition().store().reclaim(RECLAIM_PER_TURN) > 0;
    }

    private void sleep() throws IOException {
        if (nextReady < ready) {
            return;
        }
        parts.sleeper().sleeping();
        long timeoutNanos = 0;
        if (!stopping && tasks.isEmpty() && !courier.hasMail()) {
            timeoutNanos = timeoutNanos();
        }
        ready = parts.poller().poll(timeoutNanos);
        nextReady = 0;
        parts.sleeper().awake();
    }

    private long timeoutNanos() {
        if (reclaiming
                || expirer.isPending()
                || parts.replicaLinks().hasWork()) {
            return 0;
        }
        if (parts.clients().hasStalled()) {
            return STALLED_POLL_NANOS;
        }
        long millis = nextChoresMillis - parts.clock().unixMillis();
        return Math.clamp(millis, 0, CHORES_MILLIS) * 1_000_000;
    }
}
