package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.fail;

import io.kevy.rt.config.Config;
import io.kevy.rt.server.KevyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The same random requests to a real Redis and to us: every reply must be equal byte for byte, but for
 * {@link KnownReplyDifferences}, and so must be the keys that remain.
 *
 * <p>The seed is printed; {@code -Dkevy.seed=n} repeats it.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DifferentialIT {
    private static final int CLIENTS = 6;
    private static final int COMMANDS_BETWEEN_CHECKS = 2_000;
    private static final int SHOWN = 30;

    /** The same in every ordinary run; a new one in every long run. */
    private static final long DEFAULT_SEED =
            Boolean.getBoolean("kevy.soak") ? new Random().nextLong() : -6901824381469375423L;

    private static RealRedis redis;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @Test
    void oneShardAnswersAsRedisDoes() throws Exception {
        compare(1, 100_000);
    }

    @Test
    void twoShardsAnswerAsRedisDoes() throws Exception {
        compare(2, 50_000);
    }

    @Test
    void fiveShardsAnswerAsRedisDoes() throws Exception {
        compare(5, 20_000);
    }

    @Test
    @Tag("soak")
    void threeShardsAnswerAsRedisDoesForLong() throws Exception {
        compare(3, 5_000_000);
    }

    /** Keys whose deadline passes while they are watched, counted, listed and read. */
    @Test
    void deadlinesPassAsOnRedis() throws Exception {
        try (var server = start(2); var twins = twins(server)) {
            for (int i = 0; i < 50; i++) {
                twins.run(0, Request.of("SET", "k" + i, "v", "PX", String.valueOf(1 + i)));
                twins.run(0, Request.of("SET", "kept" + i, "v"));
            }
            twins.run(0, Request.of("SET", "last", "v", "PX", "100"));
            twins.run(1, Request.of("WATCH", "last"));
            for (SocketAddress address : List.of(redis.address(), address(server))) {
                awaitAbsence(address, "last");
            }
            twins.run(1, Request.of("MULTI"));
            twins.run(1, Request.of("EXEC"));
            twins.run(1, Request.of("WATCH", "k1", "last"));
            twins.run(1, Request.of("MULTI"));
            twins.run(1, Request.of("KEYS", "*"));
            twins.run(1, Request.of("EXEC"));
            twins.compareScan(0, List.of());
            for (int i = 0; i < 50; i++) {
                twins.run(0, Request.of("RENAME", "k" + i, "renamed"));
                twins.run(0, Request.of("INCR", "k" + i));
                twins.run(0, Request.of("TTL", "k" + i));
            }
            twins.compareKeyspaces(1);
        }
    }

    private static void awaitAbsence(SocketAddress address, String key) throws IOException {
        try (var client = RawClient.connect(address)) {
            while (!client.ask("EXISTS", key).equals(":0\r\n")) {
                Thread.onSpinWait();
            }
        }
    }

    private static KevyServer start(int shards) throws Exception {
        return KevyServer.start(Config.load("--port", "0", "--shards", String.valueOf(shards)));
    }

    private static SocketAddress address(KevyServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private static Twins twins(KevyServer server) throws IOException {
        reset(address(server));
        return new Twins(redis.address(), address(server), CLIENTS);
    }

    private static void compare(int shards, int commands) throws Exception {
        long seed = Long.getLong("kevy.seed", DEFAULT_SEED);
        System.out.println(shards + " shards, seed " + seed);
        try (var server = start(shards); var twins = twins(server)) {
            try {
                run(twins, new Random(seed), commands);
            } catch (Twins.Difference e) {
                fail(describe(address(server), twins.history(), seed, e));
            }
        }
    }

    private static void run(Twins twins, Random random, int commands)
            throws IOException, Twins.Difference {
        var requests = new RandomRequests(random, CLIENTS);
        for (int client = 0; client < CLIENTS; client += 2) {
            twins.run(client, Request.of("HELLO", "3"));
        }
        int nextCheck = COMMANDS_BETWEEN_CHECKS;
        while (twins.history().size() < commands) {
            int client = random.nextInt(CLIENTS);
            twins.run(client, requests.pipeline(client));
            if (random.nextInt(200) == 0) {
                twins.compareScan(random.nextInt(3), requests.scanOptions());
            }
            if (twins.history().size() >= nextCheck) {
                twins.compareKeyspaces(RandomRequests.DATABASES);
                nextCheck += COMMANDS_BETWEEN_CHECKS;
            }
        }
        twins.compareKeyspaces(RandomRequests.DATABASES);
    }

    /** Empties both servers and takes back the settings that requests may have changed. */
    private static void reset(SocketAddress kevy) throws IOException {
        for (SocketAddress address : List.of(redis.address(), kevy)) {
            try (var client = RawClient.connect(address)) {
                client.ask("FLUSHALL");
                client.ask("CONFIG", "SET", "hz", "10", "timeout", "0");
            }
        }
    }

    private static String describe(
            SocketAddress kevy, List<Twins.Step> history, long seed, Twins.Difference difference)
            throws IOException {
        var text = new StringBuilder("seed " + seed + ", request " + history.size() + ":\n"
                + difference.getMessage() + "\n");
        List<Twins.Step> shortest = new Shrinker(steps -> fails(kevy, steps)).shrink(history);
        if (!shortest.isEmpty()) {
            text.append("enough to see it:\n");
            shortest.forEach(step -> text.append("  ").append(step).append('\n'));
        } else {
            text.append("last requests (they alone do not show it):\n");
            history.subList(Math.max(0, history.size() - SHOWN), history.size())
                    .forEach(step -> text.append("  ").append(step).append('\n'));
        }
        return text.toString();
    }

    private static boolean fails(SocketAddress kevy, List<Twins.Step> steps) throws IOException {
        reset(kevy);
        try (var twins = new Twins(redis.address(), kevy, CLIENTS)) {
            for (Twins.Step step : steps) {
                twins.run(step.client(), step.request());
            }
            twins.compareKeyspaces(RandomRequests.DATABASES);
            return false;
        } catch (Twins.Difference e) {
            return true;
        }
    }
}
