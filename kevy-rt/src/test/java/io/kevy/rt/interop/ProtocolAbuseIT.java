package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.replication.Eventually;
import io.kevy.rt.replication.RespClient;
import io.kevy.rt.replication.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that send what nobody should, to one server that stays up. Each gets the error that a real
 * Redis sends, or is closed; meanwhile a client that behaves gets all its right answers, and in the
 * end as many clients are connected as before.
 *
 * <p>The random bytes are the same in every run.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ProtocolAbuseIT {
    private static final int MEBI = 1 << 20;
    private static final int INLINE_BYTES_MAX = 64 << 10;

    private static ServerProcess server;
    private static RealRedis redis;

    /** What the clients that misbehave do. */
    @FunctionalInterface
    private interface Abuse {
        void run() throws IOException;
    }

    @BeforeAll
    static void startServers() throws IOException {
        server = ServerProcess.start("--port", "0", "--shards", "2", "--replication-port-base",
                "-1");
        redis = RealRedis.start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        server.close();
        redis.close();
    }

    /** But for the byte 0, where Redis sees no further in a line. */
    @Test
    void randomBytesGetTheErrorsOfRedis() throws Exception {
        whileOthersAreServed(() -> {
            for (int seed = 0; seed < 300; seed++) {
                var random = new SplittableRandom(seed);
                var bytes = new byte[1 + random.nextInt(4_000)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) random.nextInt(1, 256);
                }
                assertAnsweredAsByRedis(bytes);
            }
        });
    }

    @Test
    void requestsWithOneWrongByteAreAnsweredAsByRedis() throws Exception {
        byte[] right = Request.together(List.of(List.of("SET", "abuse", "1"),
                List.of("MGET", "abuse", "a", "b"), List.of("GET", "abuse"))).bytes();
        whileOthersAreServed(() -> {
            var random = new SplittableRandom(1);
            for (int at = 0; at < right.length; at++) {
                byte[] wrong = right.clone();
                wrong[at] += (byte) random.nextInt(1, 256);
                assertAnsweredAsByRedis(wrong);
            }
        });
    }

    @Test
    void aClientThatSendsNoMoreGetsTheRepliesItWaitsFor() throws Exception {
        var keys = ShardKeys.onEveryShard("abuse:last:", 2, 1);
        String get = "GET " + keys.getFirst() + "\r\nGET " + keys.getLast() + "\r\n";
        whileOthersAreServed(() -> {
            for (int i = 0; i < 100; i++) {
                assertEquals(untilEndOfInput(redis.address(), get),
                        untilEndOfInput(address(), get));
            }
        });
    }

    private static String untilEndOfInput(SocketAddress address, String request)
            throws IOException {
        try (var client = RawClient.connect(address)) {
            client.send(request);
            client.shutdownOutput();
            return client.untilEnd();
        }
    }

    @Test
    void aRequestThatEndsInTheMiddleIsForgotten() throws Exception {
        byte[] request = Request.of("SET", "abuse:half", "x".repeat(100_000)).bytes();
        whileOthersAreServed(() -> {
            for (int end = 1; end < request.length; end += 1 + end / 16) {
                try (var client = RawClient.connect(server.port())) {
                    client.send(Arrays.copyOf(request, end));
                }
            }
            try (var client = RawClient.connect(server.port())) {
                assertEquals(":0\r\n", client.ask("EXISTS", "abuse:half"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "*2147483648\r\n",
        "*99999999999999999999\r\n",
        "*-99999999999999999999\r\n",
        "*1e3\r\n",
        "*2\r\n$4\r\nECHO\r\n$536870913\r\n",
        "*2\r\n$4\r\nECHO\r\n$99999999999999999999\r\n",
        "*2\r\n$4\r\nECHO\r\n$-1\r\n",
        "*2\r\n$4\r\nECHO\r\n*1\r\n",
        "PING\r\n*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n+OK\r\n"})
    void anAbsurdLengthGetsTheErrorOfRedisAndIsClosed(String request) throws Exception {
        whileOthersAreServed(() -> assertEquals(untilEnd(redis.address(), request),
                untilEnd(address(), request)));
    }

    /** Within the limits, so that no one is refused; the server must not believe it, either. */
    @Test
    void manyGreatClaimsTakeNoMemory() throws Exception {
        whileOthersAreServed(() -> {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 200; i++) {
                var client = RawClient.connect(server.port());
                clients.add(client);
                client.send("PING\r\n*1048576\r\n$536870912\r\nonly this");
            }
            for (RawClient client : clients) {
                assertEquals("+PONG\r\n", latin1(client.reply()));
                client.close();
            }
        });
    }

    @Test
    void aLineWithoutEndGetsTheErrorOfRedisAndIsClosed() throws Exception {
        whileOthersAreServed(() -> {
            for (String start : List.of("", "*", "*1\r\n$")) {
                String request = start + "1".repeat(INLINE_BYTES_MAX + 1);
                assertEquals(untilEnd(redis.address(), request), untilEnd(address(), request));
            }
        });
    }

    @Test
    void requestsThatComeByteByByteAreAnswered() throws Exception {
        byte[] requests = Request.together(List.of(List.of("SET", "abuse:slow", "value"),
                List.of("GET", "abuse:slow"), List.of("MGET", "abuse:slow", "a", "b"),
                List.of("NOSUCH", "command"))).bytes();
        whileOthersAreServed(() -> {
            try (var client = RawClient.connect(server.port())) {
                for (byte each : requests) {
                    client.send(new byte[] {each});
                }
                assertEquals("+OK\r\n", latin1(client.reply()));
                assertEquals("$5\r\nvalue\r\n", latin1(client.reply()));
                assertEquals("*3\r\n$5\r\nvalue\r\n$-1\r\n$-1\r\n", latin1(client.reply()));
                assertTrue(latin1(client.reply()).startsWith("-ERR unknown command 'NOSUCH'"));
                for (byte each : Request.latin1("GET abuse:slow\r\n")) {
                    client.send(new byte[] {each});
                }
                assertEquals("$5\r\nvalue\r\n", latin1(client.reply()));
            }
        });
    }

    @Test
    void thousandsOfConnectionsComeAndGoAtOnce() throws Exception {
        whileOthersAreServed(() -> {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 3_000; i++) {
                clients.add(RawClient.connect(server.port()));
            }
            for (RawClient client : clients) {
                client.send("PING\r\n");
            }
            for (int i = 0; i < clients.size(); i += 2) {
                assertEquals("+PONG\r\n", latin1(clients.get(i).reply()));
            }
            for (RawClient client : clients) {
                client.close();
            }
        });
    }

    @Test
    void aClientThatReadsNothingIsServedInItsOwnTime() throws Exception {
        String value = "v".repeat(MEBI);
        int count = 24;
        whileOthersAreServed(() -> {
            try (var client = askForMuch(value, count)) {
                for (int i = 0; i < count; i++) {
                    assertEquals(value, RawReply.text(client.reply()));
                }
                assertEquals("+OK\r\n", latin1(client.reply()));
            }
        });
    }

    @Test
    void aClientThatReadsNothingMayGo() throws Exception {
        String value = "v".repeat(MEBI);
        whileOthersAreServed(() -> {
            for (int i = 0; i < 10; i++) {
                askForMuch(value, 24).close();
            }
        });
    }

    /** A client whose replies to all its requests are ready, and which has read none of them. */
    private static RawClient askForMuch(String value, int count) throws IOException {
        try (var other = RawClient.connect(server.port())) {
            other.ask("SET", "abuse:much", value);
            other.ask("DEL", "abuse:asked");
            var client = RawClient.connect(server.port());
            for (int i = 0; i < count; i++) {
                client.send("GET abuse:much\r\n");
            }
            // Several keys: it runs when all before has been answered.
            client.send("MSET abuse:asked 1 abuse:a 1 abuse:b 1 abuse:c 1\r\n");
            Eventually.isTrue("all is asked for",
                    () -> ask(other, "EXISTS", "abuse:asked").equals(":1\r\n"));
            return client;
        }
    }

    /** The server sees a client go some time after it went. */
    private static void isAlone(RespClient client) {
        Eventually.isTrue(() -> "one client is left: " + client.text("CLIENT", "LIST"),
                () -> client.info("clients", "connected_clients").equals("1"));
    }

    /** Runs {@code abuse} while another client is served; then both must be gone. */
    private static void whileOthersAreServed(Abuse abuse) throws Exception {
        try (var asking = server.client()) {
            isAlone(asking);
            var over = new AtomicBoolean();
            Callable<Void> misbehave = () -> {
                try {
                    abuse.run();
                } finally {
                    over.set(true);
                }
                return null;
            };
            Callable<Void> behave = () -> {
                useWell(over);
                return null;
            };
            Together.run(List.of(misbehave, behave));
            isAlone(asking);
            assertFalse(server.log().contains("Exception"), server::log);
        }
    }

    private static void useWell(AtomicBoolean over) throws IOException {
        var keys = ShardKeys.onEveryShard("well:", 2, 1);
        try (var client = RawClient.connect(server.port())) {
            client.ask("DEL", keys.getFirst(), keys.getLast());
            int round = 0;
            do {
                round++;
                String number = ":" + round + "\r\n";
                String value = "$" + (number.length() - 3) + "\r\n" + round + "\r\n";
                assertEquals(number, client.ask("INCR", keys.getFirst()));
                assertEquals(number, client.ask("INCR", keys.getLast()));
                assertEquals("*2\r\n" + value + value,
                        client.ask("MGET", keys.getFirst(), keys.getLast()));
            } while (!over.get());
        }
    }

    /** As many replies as from Redis must come, the same, and no more. */
    private static void assertAnsweredAsByRedis(byte[] bytes) throws IOException {
        String right;
        try (var client = RawClient.connect(redis.address())) {
            client.send(bytes);
            client.shutdownOutput();
            right = client.untilEnd();
        }
        var got = new StringBuilder();
        try (var client = RawClient.connect(server.port())) {
            client.send(bytes);
            while (got.length() < right.length()) {
                got.append(latin1(client.reply()));
            }
            client.shutdownOutput();
            got.append(client.untilEnd());
        }
        assertEquals(right, got.toString(), () -> Request.shown(latin1(bytes)));
    }

    private static String untilEnd(SocketAddress address, String request) throws IOException {
        try (var client = RawClient.connect(address)) {
            client.send(request);
            return client.untilEnd();
        }
    }

    private static String ask(RawClient client, String... words) {
        try {
            return client.ask(words);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private static String latin1(byte[] reply) {
        return new String(reply, StandardCharsets.ISO_8859_1);
    }
}
