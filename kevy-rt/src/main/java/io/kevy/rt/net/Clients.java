package io.kevy.rt.net;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.RequestLimits;
import io.kevy.rt.command.Session;
import io.kevy.rt.config.OutputLimit;
import io.kevy.sys.Clock;
import io.kevy.sys.Listener;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** All client connections of one shard: taken in, brought to their replies, and let go. */
public final class Clients implements Connection.Registry {
    private static final byte[] TOO_MANY =
            "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * What all shards have together.
     *
     * @param chunks memory for replies and large arguments; thread-safe
     */
    public record Shared(
            AtomicLong nextId, AtomicInteger open, Limits limits, ChunkSource chunks) {}

    /** Limits that can change at run time; read at every accept. */
    public interface Limits {
        /** Connections in all; further ones get an error and are closed. */
        int clientsMax();

        /** Seconds between keepalive probes; 0 = none. */
        int keepAliveSeconds();

        /** Seconds after which an idle connection is closed; 0 = never. */
        int idleSecondsMax();

        /** The longest request, in bytes; a longer one ends its connection. */
        long inputBytesMax();

        /** Bytes of unread replies of all clients of a shard: one that adds to more is closed. */
        long unsentBytesMax();

        /** How much of its replies one client may leave unread. */
        OutputLimit outputLimit();
    }

    /**
     * What the clients of one shard work with.
     *
     * @param mailbox runs tasks in turns of the shard
     * @param mayForward whether there is room to forward requests to other shards
     */
    public record Parts(
            int shard,
            Poller poller,
            Clock clock,
            Executor mailbox,
            Shared shared,
            RequestLimits requestLimits,
            Requests requests,
            BooleanSupplier mayForward) {}

    private final Parts parts;
    private final Connection.Parts connectionParts;
    private final TurnTime time = new TurnTime();
    private final ReplyBatch batch;
    private final ReplyPool replies;
    private final ReplyOutput.Total unread;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final ArrayList<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> settling = new ArrayDeque<>();
    private final ArrayDeque<Connection> withoutRoom = new ArrayDeque<>();
    private long accepted;
    private long refused;

    public Clients(Parts parts) {
        this.parts = parts;
        var chunks = parts.shared().chunks();
        this.batch = new ReplyBatch(chunks);
        this.replies = new ReplyPool(chunks);
        this.unread = new ReplyOutput.Total(chunks);
        this.connectionParts =
                new Connection.Parts(
                        parts.poller(),
                        parts.clock(),
                        parts.mailbox(),
                        time,
                        parts.shared().limits(),
                        parts.requests(),
                        new InputBuffer(parts.requestLimits(), chunks),
                        batch,
                        replies,
                        unread,
                        this);
    }

    /** Accepts connections of {@code listener} from now on, and closes it in the end. */
    public void listen(Listener listener) throws IOException {
        acceptors.add(new Acceptor(parts.poller(), listener, this::open));
    }

    /** Begins a turn: those whose waiting is over at {@code nowNanos} get their replies in it. */
    public void turn(long nowMillis, long nowNanos) {
        time.begin(nowMillis, nowNanos);
        Awaiting due;
        while ((due = replies.deadlines().pollDue(nowNanos)) != null) {
            due.timeOut();
            due.connection().settleLater();
        }
    }

    private void open(Socket socket) throws IOException {
        if (parts.shared().open().incrementAndGet() > parts.shared().limits().clientsMax()) {
            parts.shared().open().decrementAndGet();
            refused++;
            socket.write(TOO_MANY, 0, TOO_MANY.length);
            socket.close();
            return;
        }
        boolean connected = false;
        try {
            connect(socket);
            connected = true;
        } finally {
            if (!connected) {
                parts.shared().open().decrementAndGet();
            }
        }
    }

    private void connect(Socket socket) throws IOException {
        if (socket.remoteAddress() instanceof InetSocketAddress) {
            socket.tcpNoDelay(true);
            socket.keepAlive(parts.shared().limits().keepAliveSeconds());
        }
        long id = parts.shared().nextId().incrementAndGet();
        var session =
                new Session(
                        id,
                        parts.shard(),
                        text(socket.remoteAddress(), socket.localAddress()),
                        text(socket.localAddress(), socket.localAddress()),
                        (int) id,
                        time.nowMillis());
        var connection = new Connection(connectionParts, socket, session);
        connections.ensureCapacity(connections.size() + 1);
        parts.poller().register(socket, Poller.READ, connection);
        connection.index = connections.size();
        connections.add(connection);
        accepted++;
    }

    private static String text(SocketAddress address, SocketAddress unixPath) {
        return switch (address) {
            case InetSocketAddress inet -> {
                String host =
                        inet.getAddress() == null ? "0.0.0.0" : inet.getAddress().getHostAddress();
                yield host.indexOf(':') >= 0
                        ? "[" + host + "]:" + inet.getPort()
                        : host + ":" + inet.getPort();
            }
            default ->
                unixPath instanceof UnixDomainSocketAddress unix
                        ? unix.getPath() + ":0"
                        : "?:0";
        };
    }

    /** Requests that were forwarded are back with replies. */
    public void completed(ForwardBatch forwarded) {
        int from = forwarded.answered();
        forwarded.arrived();
        for (int i = from; i < forwarded.answered(); i++) {
            forwarded.origin(i).settleLater();
        }
    }

    @Override
    public void settleLater(Connection connection) {
        settling.addLast(connection);
    }

    @Override
    public void resumeLater(Connection connection) {
        withoutRoom.addLast(connection);
    }

    /** Takes the replies that came in, lets paused connections go on, and sends all replies. */
    public void settle() {
        do {
            Connection connection;
            while ((connection = settling.pollFirst()) != null) {
                connection.settle();
            }
            for (int i = withoutRoom.size(); i > 0 && parts.mayForward().getAsBoolean(); i--) {
                withoutRoom.removeFirst().resume();
            }
        } while (!settling.isEmpty());
        batch.send();
    }

    /** When the first waiting client's time is over, or {@code otherwiseNanos} if that is sooner. */
    public long nextDeadlineNanos(long otherwiseNanos) {
        var deadlines = replies.deadlines();
        return deadlines.isEmpty() || deadlines.firstNanos() - otherwiseNanos > 0
                ? otherwiseNanos
                : deadlines.firstNanos();
    }

    /** Some times a second: accepts again after a pause, closes what has been idle for too long. */
    public void chores() throws IOException {
        for (Acceptor acceptor : acceptors) {
            acceptor.resume();
        }
        closeIdle();
        if (unread.bytes() > 0) {
            for (int i = connections.size() - 1; i >= 0; i--) {
                connections.get(i).checkOutput();
            }
        }
    }

    private void closeIdle() {
        long idleNanosMax = parts.shared().limits().idleSecondsMax() * 1_000_000_000L;
        if (idleNanosMax == 0) {
            return;
        }
        for (int i = connections.size() - 1; i >= 0; i--) {
            var connection = connections.get(i);
            if (time.nowNanos() - connection.activeNanos() > idleNanosMax
                    && !connection.isWaiting()) {
                connection.close();
            }
        }
    }

    /** Calls {@code action} for each session. */
    public void forEach(Consumer<Session> action) {
        for (Connection connection : connections) {
            action.accept(connection.session());
        }
    }

    /** Open connections. */
    public int count() {
        return connections.size();
    }

    /** Connections accepted since start. */
    public long accepted() {
        return accepted;
    }

    /** Connections refused because there were too many. */
    public long refused() {
        return refused;
    }

    /** Closes everything. */
    public void close() {
        acceptors.forEach(Acceptor::close);
        acceptors.clear();
        while (!connections.isEmpty()) {
            connections.getLast().close();
        }
    }

    @Override
    public void closed(Connection connection) {
        parts.shared().open().decrementAndGet();
        int index = connection.index;
        var last = connections.removeLast();
        if (last != connection) {
            connections.set(index, last);
            last.index = index;
        }
        parts.requests().closed(connection.session());
    }
}
