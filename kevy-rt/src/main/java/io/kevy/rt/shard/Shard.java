package io.kevy.rt.shard;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Partition;
import io.kevy.rt.dispatch.Dispatcher;
import io.kevy.rt.net.Clients;
import io.kevy.rt.net.ForwardBatch;
import io.kevy.rt.net.PollTarget;
import io.kevy.rt.replication.Replica;
import io.kevy.rt.replication.ReplicaLinks;
import io.kevy.rt.ring.Gates;
import io.kevy.rt.ring.Mailbox;
import io.kevy.rt.ring.Sleeper;
import io.kevy.sys.Clock;
import io.kevy.sys.Poller;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

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
    private static final long CHORES_NANOS = 100_000_000;
    private static final int READY_PER_LOOK = 8;

    /**
     * What each part of a turn may take: tasks, forwarded requests, sockets, and what is done a
     * little at a time.
     */
    private static final long TASKS_NANOS = 1_000_000;
    private static final long FORWARDED_NANOS = 1_000_000;
    private static final long READY_NANOS = 2_000_000;
    private static final long LITTLE_NANOS = 500_000;

    /** What a shard is made of. */
    public record Parts(
            int index,
            Poller poller,
            Clock clock,
            Gates gates,
            Sleeper sleeper,
            Mailbox mailbox,
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
    private final TurnBudget budget;
    private final Consumer<ForwardBatch> runForwarded;
    private final Consumer<ForwardBatch> completed;
    private volatile boolean stopping;
    private long nextChoresNanos;
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
        this.budget = new TurnBudget(parts.clock());
        this.nextChoresNanos = parts.clock().nanoTime();
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
        parts.mailbox().execute(task);
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
        parts.sleeper().awake();
        long nowMillis = parts.clock().unixMillis();
        long nowNanos = parts.clock().nanoTime();
        parts.gates().enter(parts.index());
        try {
            parts.clients().turn(nowMillis, nowNanos);
            var replica = parts.replica();
            parts.dispatcher().turn(nowMillis, nowNanos, replica.expiry());
            parts.mailbox().run(budget.of(TASKS_NANOS));
            courier.receive(runForwarded, completed, budget.of(FORWARDED_NANOS));
            handleReady(budget.of(READY_NANOS));
            courier.send();
            parts.clients().settle();
            courier.send();
            replica.turn(nowMillis, nowNanos);
            parts.replicaLinks().turn(nowMillis, nowNanos);
            chores(nowMillis, nowNanos);
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

    /** Handles ready sockets until the budget is spent; the others come in the next turn. */
    private void handleReady(TurnBudget budget) {
        int handled = 0;
        while (nextReady < ready) {
            ready(nextReady++);
            if (++handled % READY_PER_LOOK == 0 && budget.getAsBoolean()) {
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

    private void chores(long nowMillis, long nowNanos) throws IOException {
        if (nowNanos - nextChoresNanos >= 0) {
            nextChoresNanos = nowNanos + CHORES_NANOS;
            parts.clients().chores();
            parts.replicaLinks().chores(nowMillis);
            if (parts.replica().expiry() == Call.Expiry.REMOVE && !expirer.isPending()) {
                expirer.start();
            }
        }
        if (expirer.isPending()) {
            expirer.step(nowMillis, budget.of(LITTLE_NANOS));
        }
        reclaiming = parts.partition().store().work(budget.of(LITTLE_NANOS));
    }

    /**
     * Blocks until there is work. What came since the turn began, from wherever it came, has called
     * the sleeper, which then does not sleep; only work that this turn left over is asked for here.
     */
    private void sleep() throws IOException {
        if (nextReady < ready) {
            return;
        }
        boolean leftOver = stopping || !parts.mailbox().isEmpty() || courier.hasMail();
        long timeoutNanos = leftOver ? 0 : timeoutNanos();
        ready = parts.poller().poll(parts.sleeper().maySleep() ? timeoutNanos : 0);
        nextReady = 0;
    }

    private long timeoutNanos() {
        if (reclaiming
                || expirer.isPending()
                || parts.replicaLinks().hasWork()) {
            return 0;
        }
        long nextNanos = parts.clients().nextDeadlineNanos(nextChoresNanos);
        long nanos = nextNanos - parts.clock().nanoTime();
        return Math.clamp(nanos, 0, CHORES_NANOS);
    }
}
