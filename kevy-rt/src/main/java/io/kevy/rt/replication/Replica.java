package io.kevy.rt.replication;

import io.kevy.persist.SnapshotDecoder;
import io.kevy.persist.SnapshotFormatException;
import io.kevy.persist.SnapshotLimits;
import io.kevy.persist.StoreLoader;
import io.kevy.replicate.LinkException;
import io.kevy.replicate.ReplicaEvents;
import io.kevy.replicate.ReplicaLink;
import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Partition;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.PrimaryAddress;
import io.kevy.rt.net.PollTarget;
import io.kevy.store.Store;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import io.kevy.sys.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard's way of following a primary: finds the primary's shard, keeps a link to it, loads its
 * snapshot into a fresh store and applies its frames.
 *
 * <p>A link that breaks is tried again, at growing intervals, from the frame after the last one
 * applied.
 */
public final class Replica {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final int READ_BYTES = 128 * 1024;
    private static final long RETRY_NANOS_MIN = 50_000_000;
    private static final long RETRY_NANOS_MAX = 2_000_000_000;

    /** What the primary sent makes sense, but not here. */
    private static final class NotApplicable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotApplicable(String message) {
            super(message, null, false, false);
        }
    }

    private sealed interface Stage {
        /** Follows nobody. */
        record Idle() implements Stage {}

        /** Tries again at {@code retryNanos}. */
        record Waiting(long retryNanos) implements Stage {}

        /** A worker looks up the primary's name. */
        record Resolving() implements Stage {}

        /** Asks the primary for its ports. */
        record Probing(Socket socket, PrimaryProbe probe, InetSocketAddress address,
                long sinceNanos)
                implements Stage {}

        /** Has, or is getting, a link to the primary's shard. */
        record Linked(Socket socket, ReplicaLink link, long sinceNanos) implements Stage {}
    }

    /** What a replica works with. */
    public record Parts(
            int shard,
            int shards,
            String replicaId,
            Poller poller,
            Transport transport,
            Partition partition,
            Call call,
            CommandTable table,
            Config config,
            ReplicaLinks replicaLinks,
            Supplier<Store> freshStore,
            Executor workers,
            Executor shardTasks) {}

    private final Parts parts;
    private final UpstreamStatus status = new UpstreamStatus();
    private final ReplyWriter reply = new ReplyWriter(256);
    private byte[] readBuffer = {};
    private @Nullable PrimaryAddress primary;
    private Stage stage = new Stage.Idle();
    private boolean connecting;
    private long attempt;
    private long nextOffset;
    private int db;
    private long retryNanos = RETRY_NANOS_MIN;
    private long nowMillis;
    private long nowNanos;
    private @Nullable Store loading;
    private @Nullable SnapshotDecoder decoder;

    public Replica(Parts parts) {
        this.parts = parts;
    }

    UpstreamStatus status() {
        return status;
    }

    /** How deadlines are seen by clients of this shard. */
    public Call.Expiry expiry() {
        return primary == null ? Call.Expiry.REMOVE : Call.Expiry.HIDE;
    }

    /** Whether clients may not write. */
    public boolean isReadOnly() {
        return primary != null && parts.config().replicaReadOnly();
    }

    /** Whether another turn would get on at once. */
    public boolean hasWork() {
        return false;
    }

    /** Follows {@code target} from nothing, or nobody if null. On the shard's thread. */
    void follow(@Nullable PrimaryAddress target) {
        drop();
        primary = target;
        nextOffset = 0;
        db = 0;
        retryNanos = RETRY_NANOS_MIN;
        status.failure("");
        status.received(0, nowMillis);
        stage = target == null ? new Stage.Idle() : new Stage.Waiting(nowNanos);
        status.state("connect");
    }

    /** Begins and gives up attempts; once per turn. */
    public void turn(long nowMillis, long nowNanos) {
        this.nowMillis = nowMillis;
        this.nowNanos = nowNanos;
        switch (stage) {
            case Stage.Idle idle -> {}
            case Stage.Resolving resolving -> {}
            case Stage.Waiting waiting -> {
                if (nowNanos - waiting.retryNanos() >= 0) {
                    resolve();
                }
            }
            case Stage.Probing probing -> giveUpIfLate(probing.sinceNanos());
            case Stage.Linked linked -> {
                if (linked.link().state() == ReplicaLink.State.AWAITING_ACK) {
                    giveUpIfLate(linked.sinceNanos());
                }
            }
        }
    }

    private void giveUpIfLate(long sinceNanos) {
        long timeoutNanos = parts.config().replTimeoutSeconds() * 1_000_000_000L;
        if (nowNanos - sinceNanos > timeoutNanos) {
            broken("no answer within repl-timeout");
        }
    }

    private void resolve() {
        var target = primary;
        if (target == null) {
            throw new AssertionError("nobody to follow");
        }
        stage = new Stage.Resolving();
        long number = ++attempt;
        parts.workers()
                .execute(
                        () -> {
                            var address = new InetSocketAddress(target.host(), target.port());
                            parts.shardTasks().execute(() -> resolved(number, address));
                        });
    }

    private void resolved(long number, InetSocketAddress address) {
        if (number != attempt || !(stage instanceof Stage.Resolving)) {
            return;
        }
        if (address.isUnresolved()) {
            broken("unknown host " + address.getHostString());
            return;
        }
        Socket socket = open(address);
        if (socket != null) {
            stage = new Stage.Probing(socket, new PrimaryProbe(), address, nowNanos);
        }
    }

    private @Nullable Socket open(InetSocketAddress address) {
        status.state("connecting");
        try {
            Socket socket = parts.transport().connect(address);
            connecting = true;
            parts.poller()
                    .register(
                            socket,
                            Poller.READ | Poller.WRITE,
                            (PollTarget) bits -> ready(socket, bits));
            return socket;
        } catch (IOException e) {
            broken(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void ready(Socket socket, int bits) {
        if (!socket.equals(currentSocket())) {
            return;
        }
        try {
            if (connecting) {
                if (!socket.finishConnect()) {
                    return;
                }
                connecting = false;
                connected(socket);
            }
            if ((bits & (Poller.READ | Poller.CLOSED)) != 0) {
                read(socket);
            }
        } catch (IOException | ProtocolException | LinkException | NotApplicable e) {
            broken(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Socket currentSocket() {
        return switch (stage) {
            case Stage.Probing probing -> probing.socket();
            case Stage.Linked linked -> linked.socket();
            case Stage.Idle idle -> null;
            case Stage.Waiting waiting -> null;
            case Stage.Resolving resolving -> null;
        };
    }

    private void connected(Socket socket) throws IOException {
        parts.poller().interest(socket, Poller.READ);
        socket.tcpNoDelay(true);
        socket.keepAlive(parts.config().tcpKeepaliveSeconds());
        byte[] request =
                switch (stage) {
                    case Stage.Probing probing -> probing.probe().request();
                    case Stage.Linked linked -> linked.link().request();
                    default -> throw new AssertionError("connected while " + stage);
                };
        if (socket.write(request, 0, request.length) < request.length) {
            throw new IOException("a new connection does not take " + request.length + " bytes");
        }
    }

    private void read(Socket socket) throws IOException, ProtocolException, LinkException {
        if (readBuffer.length == 0) {
            readBuffer = new byte[READ_BYTES];
        }
        int got = socket.read(readBuffer, 0, readBuffer.length);
        if (got < 0) {
            throw new IOException("the primary closed the link");
        }
        switch (stage) {
            case Stage.Probing probing -> {
                int[] ports = probing.probe().feed(readBuffer, got);
                if (ports != null) {
                    link(probing, ports);
                }
            }
            case Stage.Linked linked -> {
                try {
                    linked.link().feed(readBuffer, 0, got, events);
                } finally {
                    nextOffset = linked.link().nextOffset();
                    status.received(nextOffset, nowMillis);
                }
            }
            default -> throw new AssertionError("read while " + stage);
        }
    }

    private void link(Stage.Probing probing, int[] ports) throws IOException {
        close(probing.socket());
        if (ports.length > 0 && ports.length != parts.shards()) {
            broken(
                    "the primary has "
                            + ports.length
                            + " shards and this server "
                            + parts.shards()
                            + ": start it with --shards "
                            + ports.length);
            return;
        }
        int port =
                ports.length > 0
                        ? ports[parts.shard()]
                        : probing.address().getPort()
                                + PrimaryProbe.DEFAULT_DISTANCE
                                + parts.shard();
        if (port < 1 || port > 65535) {
            throw new IOException("replication port " + port + " does not exist");
        }
        Socket socket = open(new InetSocketAddress(probing.address().getAddress(), port));
        if (socket != null) {
            var link = new ReplicaLink(parts.replicaId(), nextOffset);
            stage = new Stage.Linked(socket, link, nowNanos);
        }
    }

    private void broken(String why) {
        String before = status.failure();
        drop();
        status.failure(why);
        status.state("connect");
        if (!why.equals(before)) {
            LOG.log(Level.WARNING, "shard {0}: link to the primary: {1}", parts.shard(), why);
        }
        stage = new Stage.Waiting(nowNanos + retryNanos);
        retryNanos = Math.min(RETRY_NANOS_MAX, retryNanos * 2);
    }

    private void drop() {
        attempt++;
        Socket socket = currentSocket();
        if (socket != null) {
            close(socket);
        }
        connecting = false;
        stage = new Stage.Idle();
        dropLoading();
    }

    private void close(Socket socket) {
        parts.poller().deregister(socket);
        socket.close();
    }

    private void dropLoading() {
        var half = loading;
        if (half != null) {
            half.close();
            loading = null;
            decoder = null;
        }
    }

    /** Ends following and closes what is open. */
    public void close() {
        drop();
    }

    private final ReplicaEvents events =
            new ReplicaEvents() {
                @Override
                public void acknowledged(long offset) {
                    status.state("connected");
                    LOG.log(
                            Level.INFO,
                            "shard {0}: linked to the primary, from offset {1,number,#}",
                            parts.shard(),
                            offset);
                }

                @Override
                public void snapshotBegin() {
                    dropLoading();
                    status.state("sync");
                    status.countFullSync();
                    var fresh = parts.freshStore().get();
                    loading = fresh;
                    decoder =
                            new SnapshotDecoder(
                                    new StoreLoader(fresh), nowMillis, SnapshotLimits.redis());
                }

                @Override
                public void snapshotChunk(byte[] bytes, int offset, int length) {
                    try {
                        decoder().feed(bytes, offset, length);
                    } catch (SnapshotFormatException e) {
                        throw new NotApplicable(String.valueOf(e.getMessage()));
                    }
                }

                @Override
                public void snapshotEnd(long ackOffset) {
                    try {
                        decoder().end();
                    } catch (SnapshotFormatException e) {
                        throw new NotApplicable(String.valueOf(e.getMessage()));
                    }
                    swap();
                    status.state("connected");
                    progress();
                }

                @Override
                public void frame(long offset, Argv command) {
                    apply(offset, command);
                    progress();
                }
            };

    private SnapshotDecoder decoder() {
        var current = decoder;
        if (current == null) {
            throw new AssertionError("a snapshot chunk outside a snapshot");
        }
        return current;
    }

    private void progress() {
        retryNanos = RETRY_NANOS_MIN;
        status.failure("");
    }

    /** The snapshot is whole: it replaces the data, and a new history begins for own replicas. */
    private void swap() {
        var fresh = loading;
        if (fresh == null) {
            throw new AssertionError("no snapshot was loading");
        }
        loading = null;
        decoder = null;
        db = 0;
        long keys = 0;
        for (int i = 0; i < fresh.databases(); i++) {
            keys += fresh.keyspace(i).size();
        }
        var old = parts.partition().replace(fresh);
        parts.replicaLinks().restart(nowMillis);
        old.close();
        LOG.log(
                Level.INFO,
                "shard {0}: loaded a snapshot of {1} keys from the primary",
                parts.shard(),
                keys);
    }

    private void apply(long offset, Argv frame) {
        var command = parts.table().find(frame);
        if (command == null || !command.accepts(frame.count())) {
            throw new NotApplicable(
                    "frame " + offset + " is not a command known here: " + frame.text(0));
        }
        if (!command.is(Flag.WRITE)) {
            select(offset, frame);
            return;
        }
        reply.clear();
        parts.call().runReplicated(command, frame, db, reply);
        if (reply.size() > 0 && reply.array()[0] == '-') {
            throw new NotApplicable(
                    "frame "
                            + offset
                            + " cannot be applied: "
                            + new String(reply.array(), 0, reply.size(), StandardCharsets.UTF_8)
                                    .strip());
        }
    }

    /** The only frame that is no write names the database of those that follow. */
    private void select(long offset, Argv frame) {
        int databases = parts.partition().store().databases();
        if (!frame.equalsIgnoreCase(0, "SELECT")
                || !frame.isLong(1)
                || frame.asLong(1) < 0
                || frame.asLong(1) >= databases) {
            throw new NotApplicable("frame " + offset + " cannot be applied: " + frame.text(0));
        }
        db = (int) frame.asLong(1);
    }
}
