package io.kevy.rt.net;

import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;
import io.kevy.rt.command.Session;
import io.kevy.rt.config.OutputLimit;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** All client connections of one shard, and the buffers they share. */
public final class Clients {
    static final byte[] NO_BYTES = new byte[0];
    private static final int READ_BYTES = 64 * 1024;

    /** What all shards count together. */
    public record Shared(AtomicLong nextId, AtomicInteger open, Limits limits) {}

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

    private final int shard;
    private final Poller poller;
    private final Shared shared;
    private final RequestLimits requestLimits;
    private final Requests requests;
    private final ForwardPool pool;
    private final byte[] readBuffer = new byte[READ_BYTES];
    private final RequestParser parser;
    private final Lookahead lookahead = new Lookahead();
    private final ReplyBatch batch = new ReplyBatch();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final ArrayList<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> stalled = new ArrayDeque<>();
    private final ArrayDeque<Connection> touched = new ArrayDeque<>();
    private long nowMillis;
    private long accepted;
    private long refused;
    private long unsentBytes;

    public Clients(
            int shard,
            Poller poller,
            Shared shared,
            RequestLimits requestLimits,
            Requests requests,
            ForwardPool pool) {
        this.shard = shard;
        this.poller = poller;
        this.shared = shared;
        this.requestLimits = requestLimits;
        this.requests = requests;
        this.pool = pool;
        this.parser = new RequestParser(requestLimits);
    }

    /** Accepts connections of {@code listener} from now on, and closes it in the end. */
    public void listen(Listener listener) throws IOException {
        acceptors.add(new Acceptor(poller, listener, this::open));
    }

    /** Begins a turn. */
    public void turn(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    private void open(Socket socket) throws IOException {
        if (shared.open().incrementAndGet() > shared.limits().clientsMax()) {
            shared.open().decrementAndGet();
            refused++;
            byte[] text =
                    "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);
            socket.write(text, 0, text.length);
            socket.close();
            return;
        }
        try {
            connect(socket);
        } catch (IOException e) {
            shared.open().decrementAndGet();
            throw e;
        }
    }

    private void connect(Socket socket) throws IOException {
        if (socket.remoteAddress() instanceof InetSocketAddress) {
            socket.tcpNoDelay(true);
            socket.keepAlive(shared.limits().keepAliveSeconds());
        }
        long id = shared.nextId().incrementAndGet();
        var session =
                new Session(
                        id,
                        shard,
                        text(socket.remoteAddress(), socket.localAddress()),
                        text(socket.localAddress(), socket.localAddress()),
                        (int) id,
                        nowMillis);
        var connection = new Connection(this, socket, session);
        poller.register(socket, Poller.READ, connection);
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

    /** A forwarded request is back with its reply. */
    public void completed(Forward forward) {
        var connection = forward.connection();
        forward.complete();
        if (connection.touch()) {
            touched.addLast(connection);
        }
    }

    /** Takes the replies that came in, lets stalled connections go on, and sends all replies. */
    public void settle() {
        var out = batch.out();
        Connection connection;
        while ((connection = touched.pollFirst()) != null) {
            connection.untouch();
            if (connection.isClosed()) {
                connection.replies().drop(pool);
                continue;
            }
            try {
                connection.replies().drain(out, pool);
                batch.add(connection);
            } catch (OutOfMemoryError e) {
                batch.discard();
                connection.closeFor(Connection.NO_MEMORY);
                connection.replies().drop(pool);
            }
        }
        for (int left = stalled.size(); left > 0; left--) {
            connection = stalled.removeFirst();
            out.protocol(connection.session().protocol());
            if (connection.mayResume(nowMillis, out)) {
                try {
                    connection.resume();
                } catch (IOException e) {
                    batch.discard();
                    connection.close();
                } catch (OutOfMemoryError e) {
                    batch.discard();
                    connection.closeFor(Connection.NO_MEMORY);
                }
            } else {
                stalled.addLast(connection);
            }
        }
        batch.send();
    }

    /** Whether some connection waits for its suspension or for other shards. */
    public boolean hasStalled() {
        return !stalled.isEmpty();
    }

    /** Some times a second: accepts again after a pause, closes what has been idle for too long. */
    public void chores() throws IOException {
        for (Acceptor acceptor : acceptors) {
            acceptor.resume();
        }
        closeIdle();
        if (unsentBytes > 0) {
            for (int i = connections.size() - 1; i >= 0; i--) {
                connections.get(i).checkOutput();
            }
        }
    }

    private void closeIdle() {
        long idleMillisMax = shared.limits().idleSecondsMax() * 1000L;
        if (idleMillisMax == 0) {
            return;
        }
        for (int i = connections.size() - 1; i >= 0; i--) {
            var connection = connections.get(i);
            if (nowMillis - connection.session().lastActiveMillis() > idleMillisMax
                    && !connection.isStalled()) {
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

    Limits limits() {
        return shared.limits();
    }

    long nowMillis() {
        return nowMillis;
    }

    /** The sockets have left so many more bytes of replies, or fewer. */
    void unsent(long bytes) {
        unsentBytes += bytes;
    }

    /** Whether all connections together keep more replies than the heap has room for. */
    boolean isUnsentOverLimit() {
        return unsentBytes > shared.limits().unsentBytesMax();
    }

    ReplyBatch batch() {
        return batch;
    }

    byte[] readBuffer() {
        return readBuffer;
    }

    RequestParser parser() {
        return parser;
    }

    RequestParser newParser() {
        return new RequestParser(requestLimits);
    }

    Lookahead lookahead() {
        return lookahead;
    }

    Requests requests() {
        return requests;
    }

    Poller poller() {
        return poller;
    }

    void stalled(Connection connection) {
        stalled.addLast(connection);
    }

    void forget(Connection connection) {
        requests.closed(connection);
        shared.open().decrementAndGet();
        int index = connection.index;
        var last = connections.removeLast();
        if (last != connection) {
            connections.set(index, last);
            last.index = index;
        }
    }
}
