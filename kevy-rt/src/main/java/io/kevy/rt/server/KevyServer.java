package io.kevy.rt.server;

import io.kevy.replicate.Backlog;
import io.kevy.replicate.BacklogLimits;
import io.kevy.replicate.LinkLimits;
import io.kevy.resp.ReplyWriter;
import io.kevy.resp.RequestLimits;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Partition;
import io.kevy.rt.command.Partitions;
import io.kevy.rt.config.Config;
import io.kevy.rt.dispatch.CommandSet;
import io.kevy.rt.net.Clients;
import io.kevy.rt.observe.DescriptorLimit;
import io.kevy.rt.replication.Feed;
import io.kevy.rt.replication.LinkDirectory;
import io.kevy.rt.replication.Replica;
import io.kevy.rt.replication.ReplicaLinks;
import io.kevy.rt.replication.ReplicationDesk;
import io.kevy.rt.ring.Gates;
import io.kevy.rt.ring.Sleeper;
import io.kevy.rt.shard.Lanes;
import io.kevy.rt.shard.Shard;
import io.kevy.rt.shard.ShardBuilder;
import io.kevy.store.Store;
import io.kevy.store.StoreOptions;
import io.kevy.sys.Clock;
import io.kevy.sys.Poller;
import io.kevy.sys.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running server: its shards, their threads and ports.
 *
 * <pre>{@code
 * try (var server = KevyServer.start(Config.load("--port", "0"))) {
 *     connect(server.port());
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class KevyServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.kevy");

    /** What the JVM, files and links to replicas may need beside the clients. */
    private static final int DESCRIPTORS_RESERVED = 64;

    /** A poller, its waker, listeners, the link to a primary. */
    private static final int DESCRIPTORS_PER_SHARD = 16;

    private final Config config;
    private final Ports ports;
    private final List<Shard> shards = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private KevyServer(Config config, Ports ports) {
        this.config = config;
        this.ports = ports;
    }

    /**
     * Binds all ports, makes the shards and starts their threads; clients are served on return.
     *
     * @throws IOException when a port or path is refused, naming it
     */
    public static KevyServer start(Config config) throws IOException {
        return start(config, Feed.firstOffset(Clock.system().unixMillis()));
    }

    /**
     * Like {@link #start(Config)}, with the first replication offset handed in.
     *
     * @param firstOffset the offset at which every shard's history begins
     */
    static KevyServer start(Config config, long firstOffset) throws IOException {
        Transport transport =
                switch (config.transport()) {
                    case AUTO -> Transport.automatic();
                    case EPOLL -> Transport.epoll();
                    case NIO -> Transport.nio();
                };
        limitClients(config);
        var ports = Ports.bind(config, transport);
        try {
            var server = new KevyServer(config, ports);
            server.assemble(transport, firstOffset);
            server.run();
            LOG.log(
                    Level.INFO,
                    "{0} shards on {1}, replication ports {2}",
                    config.shards(),
                    transport.name(),
                    ports.replicationPortsText());
            return server;
        } catch (IOException | RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    /** Lowers {@code maxclients} to what the system has descriptors for, as Redis does. */
    private static void limitClients(Config config) throws IOException {
        long descriptors = DescriptorLimit.read();
        long possible =
                descriptors - DESCRIPTORS_RESERVED
                        - (long) DESCRIPTORS_PER_SHARD * config.shards();
        if (possible < 1) {
            throw new IOException(
                    "the system gives this process " + descriptors + " descriptors, and "
                            + (descriptors - possible + 1) + " are the least it needs");
        }
        int wanted = config.maxClients();
        config.limitClients((int) Math.min(possible, Integer.MAX_VALUE));
        if (config.maxClients() < wanted) {
            LOG.log(
                    Level.WARNING,
                    "maxclients is {0,number,#} instead of {1,number,#}: the system gives this"
                            + " process {2,number,#} descriptors",
                    config.maxClients(), wanted, descriptors);
        }
    }

    private void assemble(Transport transport, long firstOffset) throws IOException {
        int count = config.shards();
        CommandTable table = CommandSet.table();
        var directory = new LinkDirectory();
        var desk = new ReplicationDesk(config, directory);
        var host = new ServerHost(config, table, desk, this);
        var random = new SecureRandom();
        var pages = StorePages.ofThisSystem();
        Supplier<Store> stores =
                () -> Store.open(
                        new StoreOptions(config.databases(), false, random.nextLong())
                                .withPages(pages, StoreOptions.PAGE_BYTES_DEFAULT));
        try (var store = stores.get(); var view = store.freeze()) {
            view.size(0); // loads the classes now, not in the turn of the first snapshot
        }
        var feeds = new ArrayList<Feed>();
        var partitions = new Partition[count];
        for (int i = 0; i < count; i++) {
            var limits = new BacklogLimits(config.replBacklogBytes(),
                    config.replicationPinnedBytesMax());
            var feed = new Feed(new Backlog(limits, firstOffset, MappedChunks.ofThisSystem()));
            feeds.add(feed);
            partitions[i] = new Partition(i, stores.get(), feed);
        }
        var all = new Partitions(partitions);
        var gates = new Gates(count);
        var lanes = new Lanes(count);
        var pollers = new ArrayList<Poller>();
        var sleepers = new ArrayList<Sleeper>();
        for (int i = 0; i < count; i++) {
            var poller = transport.openPoller();
            pollers.add(poller);
            sleepers.add(new Sleeper(poller.waker()));
        }
        var shared = new Clients.Shared(new AtomicLong(), new AtomicInteger(), host);
        Executor workers = KevyServer::startWorker;
        String replicaId = randomId();
        var sides = new ArrayList<ReplicationDesk.ShardSide>();
        for (int i = 0; i < count; i++) {
            var sleeper = sleepers.get(i);
            var call =
                    new Call(
                            all,
                            i,
                            host,
                            new java.util.SplittableRandom(),
                            new ReplyWriter(16));
            var links =
                    new ReplicaLinks(
                            new ReplicaLinks.Parts(
                                    i,
                                    pollers.get(i),
                                    feeds.get(i),
                                    partitions[i],
                                    linkLimits(),
                                    config,
                                    directory,
                                    workers,
                                    sleeper::wake));
            var tasks = new ShardTasks();
            var replica =
                    new Replica(
                            new Replica.Parts(
                                    count,
                                    replicaId,
                                    pollers.get(i),
                                    transport,
                                    partitions[i],
                                    call,
                                    table,
                                    config,
                                    links,
                                    stores,
                                    workers,
                                    tasks));
            var shard =
                    new ShardBuilder(i, pollers.get(i), Clock.system(), gates, lanes, sleepers)
                            .build(
                                    all,
                                    table,
                                    call,
                                    shared,
                                    requestLimits(),
                                    links,
                                    replica,
                                    this::fail);
            tasks.attach(shard);
            shards.add(shard);
            sides.add(new ReplicationDesk.ShardSide(feeds.get(i), links, replica, tasks));
            ports.handTo(i, shard.parts().clients(), links);
        }
        var origin =
                new InfoSource.Origin(
                        randomId(), transport.name(), Clock.system().unixMillis());
        host.attach(shards, new InfoSource(config, origin, desk, shards, all));
        desk.attach(sides, ports.announcedReplicationPorts());
    }

    private LinkLimits linkLimits() {
        var standard = LinkLimits.standard();
        return new LinkLimits(
                standard.handshakeBytesMax(),
                config.replicationOutputBytesMax(),
                standard.pumpBytesMax(),
                standard.chunkBytesMax(),
                standard.inputBytesMax());
    }

    private RequestLimits requestLimits() {
        var redis = RequestLimits.redis();
        return new RequestLimits(
                redis.argumentsMax(), config.protoMaxBulkBytes(), redis.inlineBytesMax());
    }

    private static String randomId() {
        var bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void startWorker(Runnable work) {
        Thread.ofPlatform().daemon().name("kevy-worker").start(work);
    }

    private void run() {
        for (int i = 0; i < shards.size(); i++) {
            threads.add(Thread.ofPlatform().name("kevy-shard-" + i).start(shards.get(i)));
        }
    }

    /**
     * A shard cannot go on, so the server stops. The stop comes first: whatever has failed, memory
     * included, may fail again while it is being told.
     */
    private void fail(Throwable e) {
        failure.compareAndSet(null, e);
        stopAsked.countDown();
    }

    /** The port clients connect to; 0: they have the Unix-domain socket only. */
    public int port() {
        return ports.clientPort();
    }

    /** The port replicas of shard {@code shard} connect to; 0: there is none. */
    public int replicationPort(int shard) {
        return ports.replicationPort(shard);
    }

    public Config config() {
        return config;
    }

    /** Asks for a stop; returns at once. */
    public void shutdown() {
        stopAsked.countDown();
    }

    /**
     * Waits until {@code SHUTDOWN}, {@link #shutdown} or a failure asks for a stop.
     *
     * @return the failure, or null
     */
    public @Nullable Throwable awaitShutdown() throws InterruptedException {
        stopAsked.await();
        return failure.get();
    }

    /** Stops all shards after their current turn and waits for them. */
    @Override
    public void close() {
        stopAsked.countDown();
        for (Shard shard : shards) {
            shard.stop();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && thread != Thread.currentThread()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        for (Shard shard : shards) {
            shard.parts().replicaLinks().releaseBacklog();
            shard.parts().partition().store().close();
            shard.parts().poller().close();
        }
        ports.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tasks for a shard that is made after those who need it. */
    private static final class ShardTasks implements Executor {
        private volatile @Nullable Shard shard;

        void attach(Shard shard) {
            this.shard = shard;
        }

        @Override
        public void execute(Runnable task) {
            var target = shard;
            if (target == null) {
                throw new AssertionError("the shard has not been made yet");
            }
            target.post(task);
        }
    }
}
