package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.replication.Eventually;
import io.kevy.rt.replication.RespClient;
import io.kevy.rt.replication.ServerProcess;
import io.kevy.rt.replication.Transports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads of 1, 50 and 1000 connections with pipelines of 1, 16 and 64 requests, on servers of one and
 * two shards and every transport; a load is put on all servers at the same time.
 *
 * <p>On every machine the loads are {@link PipelinedLoad}s, which know each reply. Where
 * redis-benchmark is on {@code PATH}, as it is in continuous integration, the same numbers of
 * connections and requests come from {@link RedisBenchmark} as well: a client that others wrote, which
 * looks at no reply but for errors. It takes 50 ms for each 64 connections it opens, which is why the
 * servers do not take turns.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class LoadMatrixIT {
    private static final List<Integer> SHARDS = List.of(1, 2);
    private static final List<Integer> CONNECTIONS = List.of(1, 50, 1000);
    private static final List<Integer> PIPELINES = List.of(1, 16, 64);
    private static final int REQUESTS_MIN = 1_000;

    private static final List<Target> TARGETS = new ArrayList<>();

    private record Target(String transport, int shards, ServerProcess server) {
        static Target start(String transport, int shards) throws IOException {
            var server = ServerProcess.start("--port", "0", "--transport", transport, "--shards",
                    Integer.toString(shards), "--replication-port-base", "-1");
            return new Target(transport, shards, server);
        }

        /** Puts the load on the server; returns how many requests it has answered at least. */
        long take(Load load) throws IOException, InterruptedException {
            try (var client = server.client()) {
                assertEquals("OK", client.text("FLUSHALL"));
                long before = commands(client);
                long answered = load.run(server.port());
                assertEquals("PONG", client.text("PING"), toString());
                long counted = commands(client) - before;
                assertTrue(counted >= answered,
                        () -> this + " has counted " + counted + " of " + answered);
                Eventually.isTrue(this + " has no client but one",
                        () -> client.info("clients", "connected_clients").equals("1"));
                return answered;
            }
        }

        private static long commands(RespClient client) {
            return Long.parseLong(client.info("stats", "total_commands_processed"));
        }

        @Override
        public String toString() {
            return "server of " + shards + " shards on " + transport;
        }
    }

    @BeforeAll
    static void startServers() throws IOException {
        for (String transport : Transports.here().toList()) {
            for (int shards : SHARDS) {
                TARGETS.add(Target.start(transport, shards));
            }
        }
    }

    @AfterAll
    static void stopServers() {
        TARGETS.forEach(target -> target.server().close());
    }

    static List<Load> loads() {
        var loads = new ArrayList<Load>();
        for (int connections : CONNECTIONS) {
            for (int pipeline : PIPELINES) {
                int requests = Math.max(REQUESTS_MIN, connections * pipeline);
                loads.add(new PipelinedLoad(connections, pipeline, requests));
                if (RedisBenchmark.isOnPath()) {
                    loads.add(new RedisBenchmark(connections, pipeline, requests));
                }
            }
        }
        return loads;
    }

    @Test
    void theServersAreWhatTheyShouldBe() throws IOException {
        for (Target target : TARGETS) {
            try (var client = target.server().client()) {
                assertEquals(target.transport(), client.info("server", "multiplexing_api"));
                assertEquals(Integer.toString(target.shards()), client.info("server", "shards"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("loads")
    void everyRequestIsAnsweredAndCounted(Load load) throws Exception {
        var runs = new ArrayList<Callable<Long>>();
        for (Target target : TARGETS) {
            runs.add(() -> target.take(load));
        }
        for (long answered : Together.run(runs)) {
            assertTrue(answered >= REQUESTS_MIN, () -> "only " + answered + " answered");
        }
    }
}
