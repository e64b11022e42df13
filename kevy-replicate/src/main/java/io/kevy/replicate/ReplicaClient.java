package io.kevy.replicate;

import io.kevy.resp.Argv;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one shard of a primary from a JVM application: a blocking stream of {@link ReplicaEvent}s
 * that survives lost connections.
 *
 * <pre>{@code
 * try (var client = ReplicaClient.connect("127.0.0.1", 16379, "my-app", 0)) {
 *     for (ReplicaEvent event = client.next(); event != null; event = client.next()) {
 *         switch (event) { ... }
 *     }
 * }
 * }</pre>
 *
 * <p>{@link #next} is for one thread; {@link #close} may come from any and ends a waiting {@code
 * next}. A lost connection, and a primary that sends nonsense, lead to a new connection that goes on
 * at {@link #nextOffset}, after the delays of a {@link ReconnectPolicy}. Events that have been read
 * are held until they are asked for: at most those of one read, so that a slow application slows the
 * primary's link and nothing else.
 *
 * <p>This is the one type outside the socket module that opens a socket, since it is meant for
 * applications that have no reactor.
 */
public final class ReplicaClient implements AutoCloseable {
    private static final int READ_BYTES = 64 << 10;

    /**
     * Whom to follow, and how.
     *
     * @param host name or address of the primary
     * @param port the replication port of the shard
     * @param replicaId what the primary calls this client; the same over restarts
     * @param fromOffset the first frame wanted, 0 when there is nothing yet
     * @param connectTimeoutMillis how long one attempt to connect may take
     * @param reconnect when to try again
     */
    public record Options(
            String host,
            int port,
            String replicaId,
            long fromOffset,
            int connectTimeoutMillis,
            ReconnectPolicy reconnect) {}

    private record Connection(Socket socket, ReplicaLink link) {}

    private final Options options;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ArrayDeque<ReplicaEvent> events = new ArrayDeque<>();
    private final byte[] buffer = new byte[READ_BYTES];
    private final Collector collector = new Collector();
    private final Object connectionLock = new Object();

    // Guarded by connectionLock; a closed client has none.
    private @Nullable Connection connection;
    private int failures;
    private volatile @Nullable IOException lastFailure;
    private volatile long nextOffset;

    private ReplicaClient(Options options) {
        this.options = options;
        this.nextOffset = options.fromOffset();
    }

    /**
     * Connects to a shard of a primary.
     *
     * @throws IOException when the first attempt fails; later ones are repeated
     */
    public static ReplicaClient connect(Options options) throws IOException {
        var client = new ReplicaClient(options);
        try {
            client.connection();
        } catch (IOException e) {
            client.close();
            throw e;
        }
        return client;
    }

    /** Connects with a timeout of 5 s and the standard {@link ReconnectPolicy}. */
    public static ReplicaClient connect(String host, int port, String replicaId, long fromOffset)
            throws IOException {
        var reconnect = ReconnectPolicy.standard(RandomGenerator.getDefault());
        return connect(new Options(host, port, replicaId, fromOffset, 5_000, reconnect));
    }

    /**
     * Waits for the next event.
     *
     * @return null when this client is closed
     * @throws IOException when the policy's attempts are used up; the cause is the last failure
     */
    public @Nullable ReplicaEvent next() throws IOException, InterruptedException {
        while (closed.getCount() > 0) {
            ReplicaEvent event = events.poll();
            if (event != null) {
                count(event);
                return event;
            }
            try {
                read();
            } catch (IOException e) {
                if (!retryLater(e)) {
                    break;
                }
            }
        }
        return null;
    }

    private void count(ReplicaEvent event) {
        switch (event) {
            case ReplicaEvent.Frame(long offset, Argv _) -> nextOffset = offset + 1;
            case ReplicaEvent.SnapshotEnd(long ackOffset) -> nextOffset = ackOffset;
            case ReplicaEvent.SnapshotBegin _ -> {}
            case ReplicaEvent.SnapshotChunk _ -> {}
        }
    }

    private void read() throws IOException {
        Connection current = connection();
        int length = current.socket().getInputStream().read(buffer);
        if (length < 0) {
            throw new EOFException("the primary closed the connection");
        }
        try {
            current.link().feed(buffer, 0, length, collector);
        } catch (LinkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The connection, made anew if there is none. */
    private Connection connection() throws IOException {
        Connection fresh;
        synchronized (connectionLock) {
            if (connection != null) {
                return connection;
            }
            var link = new ReplicaLink(options.replicaId(), nextOffset);
            fresh = new Connection(new Socket(), link);
            connection = fresh;
        }
        Socket socket = fresh.socket();
        if (closed.getCount() == 0) {
            socket.close();
        }
        var address = new InetSocketAddress(options.host(), options.port());
        socket.connect(address, options.connectTimeoutMillis());
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.getOutputStream().write(fresh.link().request());
        return fresh;
    }

    /** Whether to go on after a failure; false when closed. */
    private boolean retryLater(IOException failure) throws IOException, InterruptedException {
        closeConnection();
        if (closed.getCount() == 0) {
            return false;
        }
        lastFailure = failure;
        failures++;
        if (failures >= options.reconnect().attemptsMax()) {
            throw new IOException(failures + " failures in a row, the last: " + failure, failure);
        }
        long delayMillis = options.reconnect().delayMillis(failures);
        return !closed.await(delayMillis, TimeUnit.MILLISECONDS);
    }

    private void closeConnection() {
        synchronized (connectionLock) {
            if (connection == null) {
                return;
            }
            try {
                connection.socket().close();
            } catch (IOException e) {
                lastFailure = e;
            }
            connection = null;
        }
    }

    /**
     * The frame after the last event that {@link #next} returned: what to ask for after a restart.
     * While a snapshot arrives it is the offset from before it.
     */
    public long nextOffset() {
        return nextOffset;
    }

    /** What ended the last connection or attempt; null if nothing has yet. */
    public @Nullable IOException lastFailure() {
        return lastFailure;
    }

    /** Ends the connection; {@link #next} returns null from now on, also where it waits. */
    @Override
    public void close() {
        closed.countDown();
        closeConnection();
    }

    /** Turns what the link found into events that own their bytes. */
    private final class Collector implements ReplicaEvents {
        @Override
        public void acknowledged(long offset) {
            failures = 0;
        }

        @Override
        public void snapshotBegin() {
            events.add(new ReplicaEvent.SnapshotBegin());
        }

        @Override
        public void snapshotChunk(byte[] bytes, int offset, int length) {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            events.add(new ReplicaEvent.SnapshotChunk(copy));
        }

        @Override
        public void snapshotEnd(long ackOffset) {
            events.add(new ReplicaEvent.SnapshotEnd(ackOffset));
        }

        @Override
        public void frame(long offset, Argv command) {
            events.add(new ReplicaEvent.Frame(offset, command.detachedCopy()));
        }
    }
}
