package io.kevy.rt.replication;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Stands between replicas and the replication ports of a primary, one consecutive port for each
 * shard, and cuts or stalls what goes through.
 */
final class LinkProxy implements AutoCloseable {
    private static final int BASE_ATTEMPTS = 100;
    private static final int BASE_MIN = 10_000;
    private static final int BASE_MAX = 32_000;

    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock stall = new ReentrantReadWriteLock();
    private volatile int[] targets = {};

    /** Listens on {@code ports} consecutive ports. */
    LinkProxy(int ports) throws IOException {
        for (int i = 0; i < BASE_ATTEMPTS && listeners.size() < ports; i++) {
            close();
            listeners.clear();
            bind(ports);
        }
        if (listeners.size() < ports) {
            throw new IOException("no " + ports + " consecutive ports are free");
        }
        for (int i = 0; i < ports; i++) {
            int shard = i;
            Thread.ofVirtual().start(() -> accept(shard));
        }
    }

    /** Tries a place below the ports that the system gives to clients, which are crowded. */
    private void bind(int ports) throws IOException {
        int base = ThreadLocalRandom.current().nextInt(BASE_MIN, BASE_MAX);
        try {
            for (int port = base; port < base + ports; port++) {
                listeners.add(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
            }
        } catch (BindException e) {
            return; // the next place is better
        }
    }

    int firstPort() {
        return listeners.getFirst().getLocalPort();
    }

    /** Where each shard of the primary really listens. */
    void target(int... ports) {
        targets = ports.clone();
    }

    private void accept(int shard) {
        try {
            while (true) {
                Socket replica = listeners.get(shard).accept();
                open.add(replica);
                Thread.ofVirtual().start(() -> connect(replica, shard));
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    private void connect(Socket replica, int shard) {
        var primary = new Socket();
        open.add(primary);
        try {
            primary.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), targets[shard]));
        } catch (IOException e) {
            drop(replica, primary);
            return;
        }
        Thread.ofVirtual().start(() -> pump(replica, primary));
        pump(primary, replica);
    }

    private void pump(Socket source, Socket target) {
        var bytes = new byte[32 * 1024];
        try {
            var in = source.getInputStream();
            var out = target.getOutputStream();
            for (int got = in.read(bytes); got >= 0; got = in.read(bytes)) {
                stall.readLock().lock();
                try {
                    out.write(bytes, 0, got);
                } finally {
                    stall.readLock().unlock();
                }
            }
        } catch (IOException e) {
            // Cut, by either end or by the test: the other direction ends as well.
        }
        drop(source, target);
    }

    private void drop(Socket one, Socket other) {
        for (Socket socket : List.of(one, other)) {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Ends all connections at once, wherever in a frame they are; returns how many. */
    int cut() {
        int cut = 0;
        for (Socket socket : open) {
            drop(socket, socket);
            cut++;
        }
        return cut;
    }

    /** Lets nothing through until {@link #flow}; by the same thread. */
    void stall() {
        stall.writeLock().lock();
    }

    /** Ends a {@link #stall}. */
    void flow() {
        stall.writeLock().unlock();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        cut();
    }
}
