package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.rt.config.Config;
import io.kevy.rt.server.KevyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a request that is not run, and of those around it: the same as on a real Redis. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class AdmissionIT {
    /** Each is what one connection sends, line by line. */
    private static final List<List<String>> CONVERSATIONS =
            List.of(
                    List.of("MULTI", "SET a 1", "EXEC a", "GET a", "EXEC", "PING"),
                    List.of("EXEC a", "PING"),
                    List.of("MULTI", "NOSUCH", "EXEC a", "EXEC"),
                    List.of("WATCH w", "EXEC a", "SET w 1", "MULTI", "PING", "EXEC"),
                    List.of("WATCH w v", "MULTI", "EXEC a", "SET v 1", "MULTI", "PING", "EXEC"),
                    List.of("WATCH w", "SET w 1", "MULTI", "PING", "EXEC"),
                    List.of("MULTI", "SET a 1", "DISCARD x", "SET b 2", "EXEC", "PING"),
                    List.of("MULTI", "MULTI x", "SET b 2", "EXEC"),
                    List.of("MULTI", "MULTI", "SET b 2", "EXEC"),
                    List.of("MULTI", "WATCH a", "SET b 2", "EXEC"),
                    List.of("MULTI", "WATCH", "SET b 2", "EXEC"),
                    List.of("MULTI", "UNWATCH x", "SET b 2", "EXEC"),
                    List.of("MULTI", "RESET x", "SET b 2", "EXEC"),
                    List.of("MULTI", "RESET", "SET b 2", "EXEC"),
                    List.of("MULTI", "CONFIG", "EXEC"),
                    List.of("MULTI", "CONFIG nosuch", "EXEC"),
                    List.of("MULTI", "AUTH", "EXEC"),
                    List.of("MULTI", "QUIT x", "PING"),
                    List.of("QUIT x", "PING"),
                    List.of("READONLY", "READWRITE", "ASKING", "ASKING x"),
                    List.of("CONFIG REWRITE", "CONFIG SET dir /", "CONFIG SET dir x databases 1",
                            "CONFIG SET databases 1 dir x", "CONFIG SET dir / nosuch x"));

    @Test
    void whatIsRefusedIsRefusedAsByRedis() throws Exception {
        try (var redis = RealRedis.start(); var server = start()) {
            for (List<String> conversation : CONVERSATIONS) {
                assertEquals(
                        talk(redis.address(), conversation), talk(address(server), conversation),
                        conversation.toString());
            }
        }
    }

    @Test
    void afterALineOfHttpNothingIsRun() throws Exception {
        try (var redis = RealRedis.start(); var server = start()) {
            for (SocketAddress address : List.of(redis.address(), address(server))) {
                for (String http : List.of(
                        "POST / HTTP/1.1\r\nAccept: */*\r\n\r\nSET k stolen\r\n",
                        "GET / HTTP/1.1\r\nhost: localhost:6379\r\n\r\nSET k stolen\r\n",
                        "MULTI\r\nSET k stolen\r\nHOST:\r\nEXEC\r\n",
                        "SET other 1\r\nPOST\r\nSET k stolen\r\n",
                        "*1\r\n$4\r\nPost\r\nSET k stolen\r\n")) {
                    try (var client = RawClient.connect(address)) {
                        client.send(http);
                        assertEquals("", client.untilEnd(), http);
                    }
                    try (var client = RawClient.connect(address)) {
                        assertEquals(":0\r\n", client.ask("EXISTS", "k"), http);
                    }
                }
            }
        }
    }

    private static KevyServer start() throws Exception {
        return KevyServer.start(Config.load("--port", "0", "--shards", "3"));
    }

    private static SocketAddress address(KevyServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    /** The replies up to the end of the conversation or of the connection. */
    private static String talk(SocketAddress address, List<String> conversation)
            throws IOException {
        var replies = new StringBuilder();
        try (var client = RawClient.connect(address)) {
            assertEquals("+OK\r\n", client.ask("FLUSHALL"));
            for (String line : conversation) {
                try {
                    replies.append(client.ask(line.split(" ", -1)));
                } catch (IOException e) {
                    return replies.append("(closed)").toString();
                }
            }
        }
        return replies.toString();
    }
}
