package io.kevy.rt.replication;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A primary of one shard that is not ours: it does not say where its shard listens, so that is its
 * client port + 10000, and it sends the same bytes to every replica.
 */
final class ForeignPrimary implements AutoCloseable {
    private static final int ATTEMPTS = 100;
    private static final byte[] INFO = bulk("# Replication\r\nrole:master\r\n");

    private final ServerSocket clients;
    private final ServerSocket replicas;

    private ForeignPrimary(ServerSocket clients, ServerSocket replicas) {
        this.clients = clients;
        this.replicas = replicas;
    }

    /** Answers every link with {@code stream} and then stays silent. */
    static ForeignPrimary sending(byte[] stream) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            var clients = listen(0);
            try {
                var replicas = listen(clients.getLocalPort() + PrimaryProbe.DEFAULT_DISTANCE);
                var primary = new ForeignPrimary(clients, replicas);
                Thread.ofVirtual().start(() -> answer(clients, INFO));
                Thread.ofVirtual().start(() -> answer(replicas, stream));
                return primary;
            } catch (IOException | IllegalArgumentException e) {
                clients.close();
            }
        }
        throw new IOException("no two free ports at that distance");
    }

    private static byte[] bulk(String text) {
        return ("$" + text.length() + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    private static void answer(ServerSocket listener, byte[] answer) {
        while (!listener.isClosed()) {
            try {
                Socket peer = listener.accept();
                Thread.ofVirtual().start(() -> answer(peer, answer));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void answer(Socket peer, byte[] answer) {
        try (peer) {
            if (peer.getInputStream().read() >= 0) {
                peer.getOutputStream().write(answer);
                peer.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // The replica has left.
            return;
        }
    }

    int port() {
        return clients.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        replicas.close();
    }
}
