package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kevy.rt.replication.Eventually;
import io.kevy.rt.replication.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that ask for much and read nothing cost a server with a heap of 256 MiB nothing but their
 * own connections, and one that reads gets what it asked for, though the heap could not hold it.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnreadRepliesIT {
    private static final int VALUE_BYTES = 1 << 20;
    private static final String GET = "*2\r\n$3\r\nGET\r\n$1\r\nv\r\n";

    private static void fill(ServerProcess server, int bytes) throws IOException {
        try (var client = RawClient.connect(server.port())) {
            assertEquals("+OK\r\n", client.ask("SET", "v", "x".repeat(bytes)));
        }
    }

    private static void isStillWell(ServerProcess server) throws IOException {
        try (var client = RawClient.connect(server.port())) {
            assertEquals("+PONG\r\n", client.ask("PING"));
            assertEquals(":1\r\n", client.ask("EXISTS", "v"));
        }
    }

    private static String list(RawClient client) {
        try {
            return client.ask("CLIENT", "LIST");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks on, reading nothing, until the server has closed the connection. */
    private static void askUntilClosed(RawClient greedy) {
        var many = GET.repeat(16);
        assertThrows(
                IOException.class,
                () -> {
                    while (true) {
                        greedy.send(many);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void whoNeverReadsIsClosedBeforeMemoryIsFull(String shards) throws IOException {
        try (var server = ServerProcess.start("--port", "0", "--shards", shards)) {
            fill(server, VALUE_BYTES);
            try (var greedy = RawClient.connect(server.port())) {
                askUntilClosed(greedy);
            }
            isStillWell(server);
            Eventually.isTrue(server::log,
                    () -> server.log().contains("bytes of replies are unread"));
        }
    }

    @Test
    void theConfiguredLimitClosesWhoHasMoreUnread() throws IOException {
        try (var server =
                ServerProcess.start(
                        "--port", "0", "--shards", "1",
                        "--client-output-buffer-limit", "normal 8mb 0 0")) {
            fill(server, VALUE_BYTES);
            try (var within = RawClient.connect(server.port());
                    var beyond = RawClient.connect(server.port());
                    var watching = RawClient.connect(server.port())) {
                within.send(GET.repeat(6));
                askUntilClosed(beyond);
                Eventually.isTrue(
                        "two clients are left", () -> list(watching).split(" addr=").length == 3);
                for (int i = 0; i < 6; i++) {
                    assertEquals(VALUE_BYTES + "$1048576\r\n\r\n".length(), within.reply().length);
                }
            }
            isStillWell(server);
        }
    }

    @Test
    void clientListShowsWhatIsUnread() throws IOException {
        try (var server = ServerProcess.start("--port", "0", "--shards", "1")) {
            fill(server, 16 * VALUE_BYTES);
            try (var lazy = RawClient.connect(server.port());
                    var watching = RawClient.connect(server.port())) {
                lazy.send("*2\r\n$3\r\nGET\r\n$1\r\nv\r\n");
                Eventually.isTrue(
                        () -> "megabytes are unread: " + list(watching),
                        () -> list(watching).matches("(?s).* omem=[1-9][0-9]{6,7} .* cmd=get.*"));
                assertEquals(16 * VALUE_BYTES + "$16777216\r\n\r\n".length(), lazy.reply().length);
                Eventually.isTrue(
                        () -> "nothing is unread: " + list(watching),
                        () -> !list(watching).matches("(?s).* omem=[1-9].*"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aReplyLargerThanTheHeapComesWhole(String shards) throws IOException {
        try (var server = ServerProcess.start("--port", "0", "--shards", shards)) {
            fill(server, 20 * VALUE_BYTES);
            var request = new StringBuilder("*33\r\n$4\r\nMGET\r\n");
            request.append("$1\r\nv\r\n".repeat(32));
            try (var greedy = RawClient.connect(server.port())) {
                greedy.send(request.toString());
                greedy.skip("*32\r\n".length()
                        + 32L * (20 * VALUE_BYTES + "$20971520\r\n\r\n".length()));
                assertEquals("+PONG\r\n", greedy.ask("PING"));
            }
            isStillWell(server);
        }
    }

    @Test
    void aRequestOverTheQueryBufferLimitClosesItsConnection() throws IOException {
        try (var server =
                ServerProcess.start(
                        "--port", "0", "--shards", "1", "--client-query-buffer-limit", "2mb")) {
            fill(server, VALUE_BYTES);
            try (var endless = RawClient.connect(server.port())) {
                endless.send("*1000\r\n");
                var argument = "$100000\r\n" + "x".repeat(100_000) + "\r\n";
                assertThrows(
                        IOException.class,
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                endless.send(argument);
                            }
                        });
            }
            isStillWell(server);
        }
    }
}
