package io.kevy.rt.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.Config;
import io.kevy.rt.server.KevyServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;

/** Jedis as an application uses it. */
class JedisIT {
    @ParameterizedTest
    @CsvSource({"RESP2,1,epoll", "RESP2,2,epoll", "RESP3,1,epoll", "RESP3,2,epoll", "RESP3,2,nio"})
    void itDoesItsWork(RedisProtocol protocol, int shards, String transport) throws Exception {
        var config = Config.load("--port", "0", "--shards", Integer.toString(shards),
                "--transport", transport);
        try (var server = KevyServer.start(config);
                var jedis = connect(server, protocol)) {
            strings(jedis);
            deadlines(jedis);
            pipelines(jedis);
            transactions(jedis, server, protocol);
            scans(jedis);
            bytes(jedis);
            databases(jedis);
        }
    }

    private static Jedis connect(KevyServer server, RedisProtocol protocol) {
        return new Jedis(new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder().protocol(protocol).clientName("it").build());
    }

    private static void strings(Jedis jedis) {
        assertEquals("PONG", jedis.ping());
        assertEquals("it", jedis.clientGetname());
        assertEquals("OK", jedis.set("a", "1"));
        assertEquals(2, jedis.incr("a"));
        assertEquals(3.5, jedis.incrByFloat("a", 1.5));
        assertEquals(7, jedis.append("b", "hello w"));
        assertEquals("hello", jedis.getrange("b", 0, 4));
        assertEquals("OK", jedis.mset("k1", "v1", "k2", "v2", "k3", "v3"));
        var values = jedis.mget("k1", "missing", "k3");
        assertEquals("v1", values.getFirst());
        assertNull(values.get(1));
        assertEquals("v3", values.get(2));
        assertEquals(3, jedis.del("k1", "k2", "k3", "missing"));
        assertEquals("string", jedis.type("a"));
        assertTrue(jedis.info("server").contains("redis_version"));
    }

    private static void deadlines(Jedis jedis) {
        jedis.set("t", "v", SetParams.setParams().px(100_000).nx());
        assertTrue(jedis.pttl("t") > 90_000);
        assertEquals(1, jedis.persist("t"));
        assertEquals(-1, jedis.ttl("t"));
        assertEquals(-2, jedis.ttl("missing"));
    }

    private static void pipelines(Jedis jedis) {
        var replies = new ArrayList<Response<Long>>();
        try (var pipeline = jedis.pipelined()) {
            for (int i = 0; i < 10_000; i++) {
                replies.add(pipeline.incr("counter:" + i % 10));
            }
            pipeline.sync();
        }
        for (int i = 0; i < replies.size(); i++) {
            assertEquals(i / 10 + 1, replies.get(i).get());
        }
    }

    private static void transactions(Jedis jedis, KevyServer server, RedisProtocol protocol) {
        jedis.mset("x", "1", "y", "2");
        try (var transaction = jedis.multi()) {
            transaction.incr("x");
            transaction.incr("y");
            assertEquals(List.of(2L, 3L), transaction.exec());
        }
        jedis.watch("x", "y");
        try (var other = connect(server, protocol)) {
            other.set("y", "9");
        }
        try (var transaction = jedis.multi()) {
            transaction.set("x", "lost");
            assertNull(transaction.exec());
        }
        assertEquals("2", jedis.get("x"));
    }

    private static void scans(Jedis jedis) {
        jedis.flushDB();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            jedis.set("scan:" + i, "v");
            expected.add("scan:" + i);
        }
        Set<String> found = new HashSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            var page = jedis.scan(cursor, new ScanParams().match("scan:*").count(50));
            found.addAll(page.getResult());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        assertEquals(expected, found);
        assertEquals(1000, jedis.dbSize());
    }

    private static void bytes(Jedis jedis) {
        var value = new byte[10 << 20];
        new Random(1).nextBytes(value);
        byte[] key = {0, 13, 10, -1};
        jedis.set(key, value);
        assertArrayEquals(value, jedis.get(key));
        assertEquals(1, jedis.del(key));
    }

    private static void databases(Jedis jedis) {
        jedis.select(3);
        jedis.set("three", "3");
        assertEquals(1, jedis.dbSize());
        jedis.select(0);
        assertNull(jedis.get("three"));
        jedis.swapDB(0, 3);
        assertEquals("3", jedis.get("three"));
        jedis.flushAll();
        assertEquals(0, jedis.dbSize());
    }
}
