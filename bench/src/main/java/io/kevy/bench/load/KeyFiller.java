package io.kevy.bench.load;

import io.kevy.bench.KeyBytes;
import io.kevy.resp.RequestWriter;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes every key once, so that each GET of a load finds its key. */
public final class KeyFiller {
    private static final int BATCH = 500;

    private KeyFiller() {}

    /**
     * Writes the keys of numbers 0 to {@code keys - 1} and waits until all are written.
     *
     * @throws IOException when the server answers anything but OK
     */
    public static void fill(InetSocketAddress server, int keys, int valueBytes)
            throws IOException {
        var value = new byte[valueBytes];
        Arrays.fill(value, (byte) 'x');
        var key = new KeyBytes();
        var requests = new RequestWriter(BATCH * (64 + valueBytes));
        try (var socket = new Socket(server.getAddress(), server.getPort());
                var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                        StandardCharsets.UTF_8))) {
            for (int from = 0; from < keys; from += BATCH) {
                int to = Math.min(keys, from + BATCH);
                requests.clear();
                for (int number = from; number < to; number++) {
                    requests.begin(3);
                    requests.arg("SET");
                    requests.arg(key.number(number));
                    requests.arg(value);
                }
                socket.getOutputStream().write(requests.array(), 0, requests.size());
                requireOk(answers, to - from);
            }
        }
    }

    private static void requireOk(BufferedReader answers, int replies) throws IOException {
        for (int i = 0; i < replies; i++) {
            String line = answers.readLine();
            if (line == null) {
                throw new EOFException("the server closed the connection");
            }
            if (!line.equals("+OK")) {
                throw new IOException("the server answered a SET with " + line);
            }
        }
    }
}
