package io.kevy.rt.replication;

import io.kevy.replicate.LinkException;
import io.kevy.replicate.ReplicaEvents;
import io.kevy.replicate.ReplicaLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A bare connection to a replication port. */
final class RawLink implements AutoCloseable {
    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[64 * 1024];

    RawLink(int port) throws IOException {
        this(port, 0);
    }

    /**
     * @param receiveBytes how much the kernel keeps unread; 0: as much as it likes
     */
    RawLink(int port, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(60_000);
    }

    RawLink send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawLink send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawLink replicateFrom(long offset, String id) throws IOException {
        return send(new ReplicaLink(id, offset).request());
    }

    /** Exactly so many bytes. */
    byte[] read(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** Everything up to the text, which is the last of it. */
    String readUntil(String end) throws IOException {
        var got = new ByteArrayOutputStream();
        while (!got.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("closed after " + got.size() + " bytes");
            }
            got.write(b);
        }
        return got.toString(StandardCharsets.ISO_8859_1);
    }

    /** Feeds what comes to a link, once. */
    void feed(ReplicaLink link, ReplicaEvents events) throws IOException, LinkException {
        int got = socket.getInputStream().read(buffer);
        if (got < 0) {
            throw new IOException("closed");
        }
        link.feed(buffer, 0, got, events);
    }

    /** Reads until the server closes; whether it does so within the time of a read. */
    boolean isClosedByServer() throws IOException {
        try {
            int got = socket.getInputStream().read(buffer);
            while (got >= 0) {
                got = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Leaves with a reset instead of an orderly end. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
