package io.kevy.rt.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.Config;
import io.kevy.rt.server.KevyServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lettuce as an application uses it. */
class LettuceIT {
    @ParameterizedTest
    @CsvSource({"RESP2,1,epoll", "RESP2,2,epoll", "RESP3,1,epoll", "RESP3,2,epoll", "RESP3,2,nio"})
    void itDoesItsWork(ProtocolVersion protocol, int shards, String transport) throws Exception {
        try (var server = KevyServer.start(Config.load("--port", "0", "--shards",
                Integer.toString(shards), "--transport", transport))) {
            use(server.port(), protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({"RESP2", "RESP3"})
    void itReconnectsWhenTheServerIsBack(ProtocolVersion protocol) throws Exception {
        var first = KevyServer.start(Config.load("--port", "0", "--shards", "1"));
        int port = first.port();
        try (var client = client(port, protocol); var connection = client.connect()) {
            assertEquals("OK", connection.sync().set("k", "v"));
            first.close();
            var config = Config.load("--port", Integer.toString(port), "--shards", "1",
                    "--replication-port-base", "-1");
            try (var second = KevyServer.start(config)) {
                assertEquals(port, second.port());
                assertEquals("PONG", connection.sync().ping());
                assertNull(connection.sync().get("k"));
            }
        }
    }

    private static RedisClient client(int port, ProtocolVersion protocol) {
        var uri = RedisURI.builder().withHost("127.0.0.1").withPort(port)
                .withTimeout(Duration.ofSeconds(30)).withClientName("it").build();
        var client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
        return client;
    }

    private static void use(int port, ProtocolVersion protocol) {
        try (var client = client(port, protocol); var connection = client.connect()) {
            commands(connection.sync());
            transactions(connection.sync());
            pipelines(connection);
            scans(connection.sync());
            try (var binary = client.connect(ByteArrayCodec.INSTANCE)) {
                byte[] key = {0, 1, 2};
                var value = new byte[1 << 20];
                binary.sync().set(key, value);
                assertArrayEquals(value, binary.sync().get(key));
            }
        }
    }

    private static void commands(RedisCommands<String, String> redis) {
        assertEquals("it", redis.clientGetname());
        assertEquals("OK", redis.set("k", "v", SetArgs.Builder.px(100_000)));
        assertTrue(redis.pttl("k") > 90_000);
        assertEquals("OK", redis.mset(Map.of("a", "1", "b", "2", "c", "3")));
        assertEquals(2, redis.incr("a"));
        assertEquals(2.5, redis.incrbyfloat("b", 0.5));
        assertEquals(4, redis.exists("k", "a", "b", "c", "missing"));
        assertEquals("v", redis.getdel("k"));
        assertEquals(3, redis.del("a", "b", "c"));
        assertTrue(redis.info().contains("# Replication"));
        assertTrue(redis.commandCount() > 60);
    }

    private static void transactions(RedisCommands<String, String> redis) {
        redis.watch("x", "y");
        redis.multi();
        redis.set("x", "1");
        redis.incr("y");
        var results = redis.exec();
        assertEquals(List.of("OK", 1L), results.stream().toList());
    }

    private static void pipelines(StatefulRedisConnection<String, String> connection) {
        var futures = new ArrayList<RedisFuture<Long>>();
        for (int i = 0; i < 10_000; i++) {
            futures.add(connection.async().incr("p:" + i % 7));
        }
        assertTrue(LettuceFutures.awaitAll(30, TimeUnit.SECONDS,
                futures.toArray(new RedisFuture<?>[0])));
        for (int i = 0; i < futures.size(); i++) {
            assertEquals(i / 7 + 1, futures.get(i).toCompletableFuture().join());
        }
    }

    private static void scans(RedisCommands<String, String> redis) {
        redis.flushall();
        for (int i = 0; i < 500; i++) {
            redis.set("s:" + i, "v");
        }
        var keys = ScanIterator.scan(redis, ScanArgs.Builder.matches("s:*").limit(20));
        assertEquals(500, keys.stream().distinct().count());
    }
}
