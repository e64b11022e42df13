package io.kevy.rt.main;

import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import io.kevy.sys.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The load under which {@code bin/kevy} makes the AOT cache: {@code Training PORT SECONDS} sends a server
 * requests of every kind for so long, then {@code SHUTDOWN}. What the JVM learns meanwhile, classes and
 * profiles of methods, is in the cache, so that a server is fast in its first second.
 *
 * <p>The requests are drawn from {@code training.txt}; several connections send them, one at a time
 * and in batches, to all shards.
 */
public final class Training {
    private static final int CONNECTIONS = 32;
    private static final int KEYS = 100_000;
    private static final int TAGS = 100;
    private static final int NUMBERS = 1000;
    private static final String VALUE = "v".repeat(64);
    private static final int[] BATCHES = {1, 16, 64};
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** How the reply of the last request of a batch ends. */
    private static final byte[] END = "end-of-batch\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Requests, each a list of words, that are sent one behind the other. */
    private record Line(List<String[]> requests) {}

    private static final class Connection {
        final Socket socket;
        byte[] unsent = {};
        int sent;
        int matched;

        Connection(Socket socket) {
            this.socket = socket;
        }

        /** Takes what has come; whether it ends with the reply of the batch's last request. */
        boolean takes(byte[] bytes, int count) {
            for (int i = 0; i < count; i++) {
                matched = bytes[i] == END[matched] ? matched + 1 : bytes[i] == END[0] ? 1 : 0;
                if (matched == END.length) {
                    matched = 0;
                    return true;
                }
            }
            return false;
        }
    }

    private final List<Line> draw = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private String[] lastOfBatch = {};
    private String[] lastOfAll = {};
    private int batches;

    private Training() {
        read(text());
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        long nanos = Long.parseLong(arguments[1]) * 1_000_000_000L;
        new Training().run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), nanos);
    }

    private void run(InetSocketAddress server, long nanos) throws IOException {
        var transport = Transport.automatic();
        var connections = new ArrayList<Connection>();
        try (var poller = transport.openPoller()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                var connection = new Connection(transport.connect(server));
                poller.register(connection.socket, Poller.READ | Poller.WRITE, connection);
                connections.add(connection);
                connection.unsent = batch();
            }
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() - until < 0) {
                turn(poller);
            }
            var last = connections.getFirst();
            var text = new StringBuilder();
            append(text, lastOfAll);
            last.unsent = text.toString().getBytes(StandardCharsets.US_ASCII);
            last.sent = 0;
            send(poller, last);
        }
    }

    private void turn(Poller poller) throws IOException {
        int ready = poller.poll(PATIENCE_NANOS);
        if (ready == 0) {
            throw new IOException("the server does not answer");
        }
        byte[] bytes = new byte[1 << 16];
        for (int i = 0; i < ready; i++) {
            var connection = (Connection) poller.attachment(i);
            int count = connection.socket.read(bytes, 0, bytes.length);
            if (count < 0) {
                throw new IOException("the server closes a connection");
            }
            if (connection.takes(bytes, count)) {
                connection.unsent = batch();
                connection.sent = 0;
            }
            send(poller, connection);
        }
    }

    private static void send(Poller poller, Connection connection) throws IOException {
        int left = connection.unsent.length - connection.sent;
        if (left > 0) {
            connection.sent += connection.socket.write(connection.unsent, connection.sent, left);
        }
        boolean all = connection.sent == connection.unsent.length;
        poller.interest(connection.socket, all ? Poller.READ : Poller.READ | Poller.WRITE);
    }

    private byte[] batch() {
        int size = BATCHES[batches++ % BATCHES.length];
        var text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            for (String[] request : draw.get(random.nextInt(draw.size())).requests()) {
                append(text, request);
            }
        }
        append(text, lastOfBatch);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void append(StringBuilder text, String[] request) {
        text.append('*').append(request.length).append("\r\n");
        for (String pattern : request) {
            String word = filled(pattern);
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }

    private String filled(String word) {
        return word.replace("KEY", "key:" + random.nextInt(KEYS))
                .replace("TAG", "t" + random.nextInt(TAGS))
                .replace("VALUE", VALUE)
                .replace("NUMBER", Integer.toString(1 + random.nextInt(NUMBERS)));
    }

    private void read(String script) {
        for (String text : script.split("\n", -1)) {
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            int blank = text.indexOf(' ');
            var requests = new ArrayList<String[]>();
            for (String request : text.substring(blank + 1).split(";", -1)) {
                requests.add(request.strip().split(" ", -1));
            }
            switch (text.substring(0, blank)) {
                case "batch" -> lastOfBatch = requests.getFirst();
                case "all" -> lastOfAll = requests.getFirst();
                default -> {
                    var line = new Line(requests);
                    for (int i = Integer.parseInt(text.substring(0, blank)); i > 0; i--) {
                        draw.add(line);
                    }
                }
            }
        }
    }

    private static String text() {
        try (InputStream in = Training.class.getResourceAsStream("training.txt")) {
            if (in == null) {
                throw new AssertionError("training.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new AssertionError("training.txt cannot be read", e);
        }
    }
}
