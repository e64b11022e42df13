package io.kevy.rt.interop;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The same clients on a real Redis and on ours: whatever one of them sends goes to both, and both
 * must answer the same.
 *
 * <p>One client sends at a time and waits for all replies, so that both servers run the requests in
 * the same order.
 */
final class Twins implements AutoCloseable {
    /** Both servers have taken the same requests and answered one of them differently. */
    static final class Difference extends Exception {
        private static final long serialVersionUID = 1;

        Difference(String text) {
            super(text);
        }
    }

    /** A request of one client. */
    record Step(int client, Request request) {
        @Override
        public String toString() {
            return client + "> " + request;
        }
    }

    private final SocketAddress redis;
    private final SocketAddress kevy;
    private final Pair[] pairs;
    private final List<Step> history = new ArrayList<>();

    Twins(SocketAddress redis, SocketAddress kevy, int clients) throws IOException {
        this.redis = redis;
        this.kevy = kevy;
        pairs = new Pair[clients];
        for (int i = 0; i < clients; i++) {
            pairs[i] = new Pair();
        }
    }

    /** Everything sent so far, in order. */
    List<Step> history() {
        return history;
    }

    /** Sends a pipeline as one client and compares the replies. */
    void run(int client, List<Request> pipeline) throws IOException, Difference {
        for (Request request : pipeline) {
            history.add(new Step(client, request));
        }
        pairs[client].run(pipeline);
        if (pipeline.getLast().ends()) {
            pairs[client].close();
            pairs[client] = new Pair();
        }
    }

    void run(int client, Request request) throws IOException, Difference {
        run(client, List.of(request));
    }

    /** Compares all keys of the first {@code databases} databases, with value and deadline. */
    void compareKeyspaces(int databases) throws IOException, Difference {
        try (var pair = new Pair()) {
            for (int db = 0; db < databases; db++) {
                pair.run(List.of(Request.of("SELECT", String.valueOf(db)),
                        Request.of("KEYS", "*")));
                var check = new ArrayList<Request>();
                for (String key : keys(pair.lastRedis)) {
                    check.add(Request.of("TYPE", key));
                    check.add(Request.of("GET", key));
                    check.add(Request.of("PEXPIRETIME", key));
                    check.add(Request.of("OBJECT", "ENCODING", key));
                }
                check.add(Request.of("DBSIZE"));
                pair.run(check);
            }
        }
    }

    /** Iterates over a whole database on both and compares the sets of what was returned. */
    void compareScan(int db, List<String> options) throws IOException, Difference {
        var ours = scan(kevy, db, options);
        var theirs = scan(redis, db, options);
        if (!ours.equals(theirs)) {
            throw new Difference("SCAN of database " + db + " " + options + "\n  redis: "
                    + theirs + "\n  kevy:  " + ours);
        }
    }

    private static Set<String> scan(SocketAddress address, int db, List<String> options)
            throws IOException {
        var found = new TreeSet<String>();
        try (var client = RawClient.connect(address)) {
            client.ask("SELECT", String.valueOf(db));
            String cursor = "0";
            do {
                var words = new ArrayList<>(List.of("SCAN", cursor));
                words.addAll(options);
                client.send(Request.of(words).bytes());
                byte[] reply = client.reply();
                List<byte[]> parts = RawReply.items(reply);
                cursor = RawReply.text(parts.get(0));
                found.addAll(keys(parts.get(1)));
            } while (!cursor.equals("0"));
        }
        return found;
    }

    private static List<String> keys(byte[] arrayOfBulks) {
        return RawReply.items(arrayOfBulks).stream().map(RawReply::text).sorted().toList();
    }

    @Override
    public void close() throws IOException {
        for (Pair pair : pairs) {
            pair.close();
        }
    }

    /** One client on each side. */
    private final class Pair implements AutoCloseable {
        private final RawClient onRedis = RawClient.connect(redis);
        private final RawClient onKevy = RawClient.connect(kevy);
        private final List<Request> queued = new ArrayList<>();
        private byte[] lastRedis = {};

        Pair() throws IOException {}

        void run(List<Request> pipeline) throws IOException, Difference {
            var bytes = new ByteArrayOutputStream();
            for (Request request : pipeline) {
                bytes.writeBytes(request.bytes());
            }
            onRedis.send(bytes.toByteArray());
            onKevy.send(bytes.toByteArray());
            for (Request request : pipeline) {
                for (int i = 0; i < request.replies(); i++) {
                    compare(request, onRedis.reply(), reply(request));
                }
            }
            if (pipeline.getLast().ends()) {
                String redisRest = onRedis.untilEnd();
                String kevyRest = onKevy.untilEnd();
                if (!redisRest.equals(kevyRest)) {
                    throw difference(pipeline.getLast(), redisRest, kevyRest);
                }
            }
        }

        private byte[] reply(Request request) throws IOException, Difference {
            try {
                return onKevy.reply();
            } catch (EOFException e) {
                throw new Difference(request + "\n  kevy: " + e.getMessage());
            }
        }

        private void compare(Request request, byte[] theirs, byte[] ours) throws Difference {
            lastRedis = theirs;
            if (!Arrays.equals(theirs, ours)
                    && !KnownReplyDifferences.agree(request, queued, theirs, ours)) {
                throw difference(request, latin1(theirs), latin1(ours));
            }
            switch (request.name()) {
                case "EXEC", "DISCARD", "RESET" -> queued.clear();
                default -> {
                    if (RawReply.is(theirs, "+QUEUED\r\n")) {
                        queued.add(request);
                    }
                }
            }
        }

        private Difference difference(Request request, String theirs, String ours) {
            var text = new StringBuilder(request + "\n  redis: " + Request.shown(theirs)
                    + "\n  kevy:  " + Request.shown(ours));
            if (request.name().equals("EXEC")) {
                text.append("\n  queued: ").append(queued);
            }
            return new Difference(text.toString());
        }

        private static String latin1(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            onRedis.close();
            onKevy.close();
        }
    }
}
