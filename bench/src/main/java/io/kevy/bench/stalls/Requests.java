package io.kevy.bench.stalls;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends requests whose replies are one line each, some hundreds ahead of the replies. */
final class Requests implements AutoCloseable {
    private static final int AHEAD_MAX = 500;

    private final Socket socket;
    private final OutputStream out;
    private final byte[] replies = new byte[1 << 16];
    private int outstanding;

    Requests(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    void add(String... words) throws IOException {
        var text = new StringBuilder().append('*').append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        if (++outstanding == AHEAD_MAX) {
            await();
        }
    }

    private void await() throws IOException {
        out.flush();
        while (outstanding > 0) {
            int count = socket.getInputStream().read(replies);
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            for (int i = 0; i < count; i++) {
                if (replies[i] == '-') {
                    throw new IOException("the server refused: "
                            + new String(replies, i, count - i, StandardCharsets.US_ASCII));
                }
                outstanding -= replies[i] == '\n' ? 1 : 0;
            }
        }
    }

    /** Waits for all replies. */
    @Override
    public void close() throws IOException {
        await();
        socket.close();
    }
}
