package io.kevy.replicate;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A primary of one shard on a real socket, with a thread per replica and one lock around it all. */
final class TestPrimary implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();
    private final Backlog backlog;
    private final byte[] image;

    /**
     * @param image what every snapshot consists of
     */
    TestPrimary(Backlog backlog, String image) throws IOException {
        this.backlog = backlog;
        this.image = Drive.bytes(image);
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void write(String... args) {
        Drive.write(backlog, args);
        notifyAll();
    }

    /** Closes all connections; the next ones are accepted. */
    synchronized void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        notifyAll();
    }

    /** Closes all connections and accepts no others. */
    void stop() throws IOException {
        listener.close();
        cut();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                synchronized (this) {
                    sockets.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var peer = (InetSocketAddress) socket.getRemoteSocketAddress();
            PrimaryLink link;
            synchronized (this) {
                link = new PrimaryLink(backlog, LinkLimits.standard(), peer);
            }
            receiveHandshake(socket, link);
            byte[] piece = nextPiece(link, socket);
            while (piece.length > 0) {
                socket.getOutputStream().write(piece);
                synchronized (this) {
                    link.sent(piece.length);
                }
                piece = nextPiece(link, socket);
            }
        } catch (IOException e) {
            // The connection was cut, by this end or the other.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void receiveHandshake(Socket socket, PrimaryLink link) throws IOException {
        byte[] buffer = new byte[4096];
        InputStream in = socket.getInputStream();
        while (link.state() instanceof ReplicaState.HandshakePending) {
            int length = in.read(buffer);
            if (length < 0) {
                throw new IOException("the replica went");
            }
            synchronized (this) {
                link.receive(buffer, 0, length);
            }
        }
    }

    /** The next bytes to send; none when there is nothing to send any more. */
    private synchronized byte[] nextPiece(PrimaryLink link, Socket socket)
            throws InterruptedException {
        while (true) {
            link.pump();
            if (link.shipWanted() != null) {
                link.shipBegins(
                        backlog.pin(backlog.nextOffset()),
                        new ScriptedSource().piece(image).finish());
                link.pump();
            }
            if (link.isClosed() || socket.isClosed()) {
                return new byte[0];
            }
            if (link.hasOutput()) {
                return Arrays.copyOfRange(link.output(), link.outputFrom(), link.outputTo());
            }
            wait();
        }
    }
}
