package io.kevy.rt.replication;

import io.kevy.replicate.LinkException;
import io.kevy.replicate.ReplicaLimits;
import io.kevy.replicate.ReplicaLink;
import io.kevy.resp.ProtocolException;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandTable;
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
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard's way of following a primary: finds the primary's shard and keeps a link to it; what
 * arrives goes to the {@link Applier}.
 *
 * <p>A link that breaks is tried again from the frame after the last one applied, at intervals that
 * grow until a link goes on with frames or has streamed for a while. On the shard's thread.
 */
public final class Replica {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final int READ_BYTES = 128 * 1024;
    private static final int PORT_MAX = 65535;

    private sealed interface Stage {
        /** Follows nobody. */
        record Idle() implements Stage {}

        /** Tries in the next turn. */
        record Due() implements Stage {}

        /** Tries again at {@code retryNanos}. */
        record Waiting(long retryNanos) implements Stage {}

        /** A worker looks up the primary's name; a later attempt has another number. */
        record Resolving(long attempt) implements Stage {}

        /** Asks the primary for its ports. */
        record Probing(Socket socket, PrimaryProbe probe, InetSocketAddress address)
                implements Stage {}

        /**
         * Has, or is getting, a link to the primary's shard. When it stands, the primary is asked
         * again: it closes its links before that answer becomes untrue.
         */
        final class Linked implements Stage {
            private final Socket socket;
            private final ReplicaLink link;
            private final PrimaryProbe probe = new PrimaryProbe();
            private @Nullable Socket probeSocket;
            private boolean asked;
            private boolean snapshotSeen;
            private long steadySinceNanos;

            /**
             * @param probeSocket null when the answer would say nothing new
             */
            Linked(
                    Socket socket,
                    ReplicaLink link,
                    @Nullable Socket probeSocket,
                    long nowNanos) {
                this.socket = socket;
                this.link = link;
                this.probeSocket = probeSocket;
                this.steadySinceNanos = nowNanos;
            }

            /** The primary need not, or cannot, be asked any more. */
            void closeProbe() {
                Socket open = probeSocket;
                probeSocket = null;
                if (open != null) {
                    open.close();
                }
            }
        }
    }

    /**
     * What a replica works with.
     *
     * @param replicaId how this server names itself to primaries, the same for all its shards
     * @param workers runs what may block: looking up names
     * @param shardTasks runs what workers found out in a turn of the shard
     */
    public record Parts(
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
    private final int shard;
    private final UpstreamStatus status = new UpstreamStatus();
    private final Applier applier;
    private final Backoff backoff = new Backoff();
    private byte[] readBuffer = {};
    private @Nullable PrimaryAddress primary;
    private Stage stage = new Stage.Idle();
    private boolean connecting;
    private long attempts;
    private long nextOffset;
    private FirstSync firstSync = new FirstSync(1);
    private long heardNanos;
    private long nowMillis;
    private long nowNanos;

    public Replica(Parts parts) {
        this.parts = parts;
        this.shard = parts.partition().index();
        var work =
                new Applier.Parts(
                        parts.partition(),
                        parts.call(),
                        parts.table(),
                        parts.replicaLinks(),
                        parts.freshStore(),
                        parts.workers());
        this.applier = new Applier(work, status);
    }

    UpstreamStatus status() {
        return status;
    }

    /** How deadlines are seen by clients of this shard. */
    public Call.Expiry expiry() {
        return primary == null ? Call.Expiry.REMOVE : Call.Expiry.HIDE;
    }

    /** How this server names itself. */
    String id() {
        return parts.replicaId();
    }

    /**
     * Follows {@code target} from nothing, or nobody if null.
     *
     * @param firstSync shared by the shards for this order
     */
    void follow(@Nullable PrimaryAddress target, FirstSync firstSync) {
        hangUp();
        primary = target;
        this.firstSync = firstSync;
        nextOffset = 0;
        applier.forgetPrimary();
        backoff.reset();
        status.forgetPrimary();
        status.down(nowMillis);
        parts.replicaLinks()
                .closeAll(
                        target == null
                                ? "this server has become a primary"
                                : "this server follows another primary now");
        status.state(UpstreamState.CONNECT);
        stage = target == null ? new Stage.Idle() : new Stage.Due();
    }

    /** Begins and gives up attempts; once per turn. */
    public void turn(long nowMillis, long nowNanos) {
        this.nowMillis = nowMillis;
        this.nowNanos = nowNanos;
        applier.turn(nowMillis);
        switch (stage) {
            case Stage.Idle _ -> {}
            case Stage.Due _ -> resolve();
            case Stage.Waiting(long until) -> {
                if (nowNanos - until >= 0) {
                    resolve();
                }
            }
            case Stage.Resolving _ -> {}
            case Stage.Probing _ -> giveUpIfSilent();
            case Stage.Linked linked -> {
                if (linked.link.state() != ReplicaLink.State.STREAMING) {
                    giveUpIfSilent();
                } else if (isInStep()
                        && nowNanos - linked.steadySinceNanos > Backoff.STEADY_NANOS) {
                    turnedOutWell();
                }
            }
        }
        parts.replicaLinks().serve(serving());
    }

    private Serving serving() {
        if (primary == null) {
            return Serving.ALL;
        }
        if (applier.holdsDataOfPrimary()) {
            firstSync.done(shard);
        }
        if (!firstSync.isComplete()) {
            return Serving.NOTHING;
        }
        return isInStep() ? Serving.ALL : Serving.FRAMES;
    }

    private void turnedOutWell() {
        backoff.reset();
        status.failure("");
    }

    private boolean isInStep() {
        return status.state() == UpstreamState.CONNECTED;
    }

    private void giveUpIfSilent() {
        int seconds = parts.config().replTimeoutSeconds();
        if (nowNanos - heardNanos > seconds * 1_000_000_000L) {
            broken("nothing heard for " + seconds + " s");
        }
    }

    private void resolve() {
        var target = primary;
        if (target == null) {
            throw new AssertionError("nobody to follow");
        }
        long attempt = ++attempts;
        stage = new Stage.Resolving(attempt);
        parts.workers()
                .execute(
                        () -> {
                            var address = new InetSocketAddress(target.host(), target.port());
                            parts.shardTasks().execute(() -> resolved(attempt, address));
                        });
    }

    private void resolved(long attempt, InetSocketAddress address) {
        if (!(stage instanceof Stage.Resolving(long current)) || current != attempt) {
            return;
        }
        if (address.isUnresolved()) {
            broken("unknown host " + address.getHostString());
            return;
        }
        Socket socket = connect(address);
        if (socket != null) {
            stage = new Stage.Probing(socket, new PrimaryProbe(), address);
        }
    }

    private @Nullable Socket connect(InetSocketAddress address) {
        status.state(UpstreamState.CONNECTING);
        heardNanos = nowNanos;
        Socket socket;
        try {
            socket = parts.transport().connect(address);
        } catch (IOException e) {
            broken(text(e));
            return null;
        }
        try {
            PollTarget target = bits -> ready(socket, bits);
            parts.poller().register(socket, Poller.READ | Poller.WRITE, target);
            connecting = true;
            return socket;
        } catch (IOException e) {
            socket.close();
            broken(text(e));
            return null;
        }
    }

    private void ready(Socket socket, int bits) {
        try {
            if (stage instanceof Stage.Linked linked && socket.equals(linked.probeSocket)) {
                readProbe(linked, socket);
                return;
            }
            if (!socket.equals(currentSocket())) {
                return;
            }
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
            broken(text(e));
        }
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private @Nullable Socket currentSocket() {
        return switch (stage) {
            case Stage.Probing probing -> probing.socket();
            case Stage.Linked linked -> linked.socket;
            case Stage.Idle _ -> null;
            case Stage.Due _ -> null;
            case Stage.Waiting _ -> null;
            case Stage.Resolving _ -> null;
        };
    }

    private void connected(Socket socket) throws IOException {
        parts.poller().interest(socket, Poller.READ);
        socket.tcpNoDelay(true);
        socket.keepAlive(parts.config().tcpKeepaliveSeconds());
        byte[] request =
                switch (stage) {
                    case Stage.Probing probing -> probing.probe().request();
                    case Stage.Linked linked -> linked.link.request();
                    default -> throw new AssertionError("connected while " + stage);
                };
        send(socket, request);
    }

    private static void send(Socket socket, byte[] request) throws IOException {
        if (socket.write(request, 0, request.length) < request.length) {
            throw new IOException("a new connection does not take " + request.length + " bytes");
        }
    }

    private void read(Socket socket) throws IOException, ProtocolException, LinkException {
        int got = fill(socket);
        if (got == 0) {
            return;
        }
        heardNanos = nowNanos;
        switch (stage) {
            case Stage.Probing probing -> {
                var answer = probing.probe().feed(readBuffer, got);
                if (answer != null && mayFollow(answer.lineage())) {
                    link(probing, answer);
                }
            }
            case Stage.Linked linked -> receive(linked, got);
            default -> throw new AssertionError("read while " + stage);
        }
    }

    private int fill(Socket socket) throws IOException {
        if (readBuffer.length == 0) {
            readBuffer = new byte[READ_BYTES];
        }
        int got = socket.read(readBuffer, 0, readBuffer.length);
        if (got < 0) {
            throw new IOException("the primary closed the connection");
        }
        return got;
    }

    private void readProbe(Stage.Linked linked, Socket socket)
            throws IOException, ProtocolException {
        var answer = linked.probe.feed(readBuffer, fill(socket));
        if (answer != null) {
            linked.closeProbe();
            if (shard < answer.bases().size()) {
                status.base(answer.bases().get(shard));
            }
            mayFollow(answer.lineage());
        }
    }

    /**
     * Takes over from whom the primary has its data; if that is from this server, the link is given
     * up before any data is touched.
     */
    private boolean mayFollow(Lineage ofPrimary) {
        var lineage = ofPrimary.upTo(parts.replicaId());
        if (!lineage.equals(status.lineage())) {
            status.lineage(lineage);
            parts.replicaLinks().closeAll("this server's data comes from other servers now");
        }
        String refusal = ofPrimary.refusal(parts.replicaId());
        if (refusal != null) {
            // It is the same for all shards, so one of them says it.
            broken(refusal, shard == 0);
        }
        return refusal == null;
    }

    private void receive(Stage.Linked linked, int length) throws IOException, LinkException {
        ReplicaLink link = linked.link;
        long fullSyncs = status.fullSyncs();
        try {
            link.feed(readBuffer, 0, length, applier);
        } finally {
            if (status.fullSyncs() != fullSyncs
                    || link.state() == ReplicaLink.State.RECEIVING_SNAPSHOT) {
                linked.snapshotSeen = true;
                linked.steadySinceNanos = nowNanos;
            }
            if (link.nextOffset() != nextOffset) {
                nextOffset = link.nextOffset();
                if (linked.snapshotSeen) {
                    status.failure("");
                } else {
                    turnedOutWell();
                }
            }
            status.received(nextOffset, nowMillis);
        }
        Socket probeSocket = linked.probeSocket;
        if (probeSocket != null && !linked.asked) {
            linked.asked = true;
            send(probeSocket, linked.probe.request());
        }
    }

    private void link(Stage.Probing probing, PrimaryProbe.Answer answer) throws IOException {
        int port = port(answer.ports(), probing.address().getPort());
        boolean tells = !answer.bases().isEmpty();
        if (!tells) {
            probing.socket().close();
            status.base(0);
        }
        Socket socket = connect(new InetSocketAddress(probing.address().getAddress(), port));
        if (socket != null) {
            stage =
                    new Stage.Linked(
                            socket,
                            new ReplicaLink(
                                    parts.replicaId(), nextOffset,
                                    ReplicaLimits.standard().withoutLargeArguments()),
                            tells ? probing.socket() : null,
                            nowNanos);
        }
    }

    /** The port of the primary's shard with this shard's number. */
    private int port(List<Integer> ports, int clientPort) throws IOException {
        if (ports.isEmpty() && parts.shards() > 1) {
            throw new IOException(
                    "the primary does not say what shards it has:"
                            + " only a server with one shard (--shards 1) can follow it");
        }
        if (!ports.isEmpty() && ports.size() != parts.shards()) {
            throw new IOException(
                    "the primary has "
                            + count(ports.size())
                            + " and this server "
                            + parts.shards()
                            + ": start it with --shards "
                            + ports.size());
        }
        int port =
                ports.isEmpty()
                        ? clientPort + PrimaryProbe.DEFAULT_DISTANCE + shard
                        : ports.get(shard);
        if (port < 1 || port > PORT_MAX) {
            throw new IOException("replication port " + port + " does not exist");
        }
        return port;
    }

    private static String count(int shards) {
        return shards == 1 ? "1 shard" : shards + " shards";
    }

    private void broken(String why) {
        broken(why, true);
    }

    private void broken(String why, boolean logged) {
        boolean news = logged && !why.equals(status.failure());
        hangUp();
        status.failure(why);
        status.down(nowMillis);
        status.state(UpstreamState.CONNECT);
        if (news) {
            LOG.log(Level.WARNING, "shard {0}: link to the primary: {1}", shard, why);
        }
        stage = new Stage.Waiting(nowNanos + backoff.nextNanos());
    }

    private void hangUp() {
        Socket socket = currentSocket();
        if (socket != null) {
            socket.close();
        }
        if (stage instanceof Stage.Linked linked) {
            linked.closeProbe();
        }
        connecting = false;
        stage = new Stage.Idle();
        applier.linkBroken();
    }

    /** Ends following and closes what is open. */
    public void close() {
        hangUp();
    }
}
