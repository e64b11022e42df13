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
@Timeout(value = 10, unit = java.util.concurrent.TimeUnit.MINUTES)
final class DifferentialIT {
    private static final int CLIENTS = 6;
    private static final int COMMANDS_BETWEEN_CHECKS = 2_000;
    private static final int SHOWN = 30;

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

    private static void compare(int shards, int commands) throws Exception {
        long seed = Long.getLong("kevy.seed", new Random().nextLong());
        System.out.println(shards + " shards, seed " + seed);
        var config = Config.load("--port", "0", "--shards", String.valueOf(shards),
                "--replication-port-base", "-1");
        try (var server = KevyServer.start(config)) {
            SocketAddress kevy =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            flush(kevy);
            try (var twins = new Twins(redis.address(), kevy, CLIENTS)) {
                try {
                    run(twins, new Random(seed), commands);
                } catch (Twins.Difference e) {
                    fail(describe(kevy, twins.history(), seed, e));
                }
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

    private static void flush(SocketAddress kevy) throws IOException {
        for (SocketAddress address : List.of(redis.address(), kevy)) {
            try (var client = RawClient.connect(address)) {
                client.ask("FLUSHALL");
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
        flush(kevy);
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
