package io.kevy.bench.stalls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends a PING every millisecond and notes the longest wait for an answer. */
final class Probe implements AutoCloseable {
    private final Socket socket;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long longestNanos;

    private Probe(Socket socket) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().name("probe").unstarted(this::run);
    }

    /** Begins to ask. */
    static Probe start(InetSocketAddress server) throws IOException {
        var socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        var probe = new Probe(socket);
        probe.thread.start();
        return probe;
    }

    private void run() {
        byte[] ping = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
        try {
            while (!stopping) {
                long begin = System.nanoTime();
                socket.getOutputStream().write(ping);
                socket.getInputStream().readNBytes("+PONG\r\n".length());
                longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
                Thread.sleep(1);
            }
        } catch (IOException | InterruptedException e) {
            stopping = true;
        }
    }

    /** The longest wait so far, in milliseconds. */
    double longestMillis() {
        return longestNanos / 1e6;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        socket.close();
    }
}
