package io.kevy.bench.stalls;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.compare.RedisBenchmark;
import io.kevy.bench.load.KeyFiller;
import io.kevy.bench.load.LoadPlan;
import io.kevy.bench.load.Operation;
import io.kevy.bench.server.Cores;
import io.kevy.bench.server.Placement;
import io.kevy.bench.server.RunningServer;
import io.kevy.bench.server.ServerBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What goes on while somebody waits: each scene starts servers of its own, fills them, begins, and ends when the server has come
 * to rest again. The server that is watched has its core to itself, load and peer have the other one.
 */
final class Scenes {
    private static final int VALUE_BYTES = 64;
    private static final String VALUE = "x".repeat(VALUE_BYTES);
    private static final int LARGE_VALUES = 6000;
    private static final int LARGE_BYTES = 200 << 10;
    private static final int LOAD_PIPELINE = 16;
    private static final long REST_MILLIS = 5000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final ServerBinary binary;
    private final boolean ours;
    private final Cores cores;
    private final RedisBenchmark benchmark;
    private final int keys;
    private final StallTable table;
    private final CollectorLog collector;

    /** @param ours whether the server counts its turns, and has a collector */
    Scenes(ServerBinary binary, boolean ours, Cores cores, RedisBenchmark benchmark, int keys,
            Path directory, StallTable table) {
        this.binary = binary;
        this.ours = ours;
        this.cores = cores;
        this.benchmark = benchmark;
        this.keys = keys;
        this.table = table;
        this.collector = new CollectorLog(directory.resolve("gc.log"));
    }

    void all() throws IOException, InterruptedException {
        fullSynchronization();
        replacement();
        flush();
        expiry();
        largeValues();
    }

    private RunningServer start(Placement placement) throws IOException, InterruptedException {
        String options = ours && placement == Placement.SERVER_CORE ? collector.option() : "";
        return RunningServer.start(
                binary, cores, new RunningServer.Start(placement, options, 50));
    }

    private RunningServer filled(Placement placement) throws IOException, InterruptedException {
        var server = start(placement);
        KeyFiller.fill(server.address(), keys, VALUE_BYTES);
        return server;
    }

    /** What happens between the first moment and the rest. */
    @FunctionalInterface
    private interface Event {
        void happen() throws IOException, InterruptedException;
    }

    private void watch(String scene, RunningServer server, Event event)
            throws IOException, InterruptedException {
        System.err.println(binary.name() + ": " + scene);
        server.ask("CONFIG RESETSTAT");
        collector.skip();
        long begin = System.nanoTime();
        try (var probe = Probe.start(server.address())) {
            event.happen();
            double seconds = (System.nanoTime() - begin) / 1e9;
            Thread.sleep(REST_MILLIS);
            double turn = ours
                    ? Long.parseLong(server.fact("stats", "longest_turn_usec")) / 1e3
                    : -1;
            double pause = ours ? collector.longestMillis() : -1;
            table.add(new StallTable.Row(scene, binary.name(), turn, pause,
                    probe.longestMillis(), seconds));
        }
    }

    private void fullSynchronization() throws IOException, InterruptedException {
        try (var primary = filled(Placement.SERVER_CORE);
                var replica = start(Placement.LOAD_CORE)) {
            watch("full synchronization under SETs", primary, () -> {
                var load = LoadPlan.standard(primary.address(), Operation.SET)
                        .withPipeline(LOAD_PIPELINE);
                var sender = benchmark.start(load, Integer.MAX_VALUE);
                try {
                    follow(replica, primary);
                } finally {
                    sender.destroyForcibly();
                }
            });
        }
    }

    private void replacement() throws IOException, InterruptedException {
        try (var primary = filled(Placement.LOAD_CORE);
                var replica = filled(Placement.SERVER_CORE)) {
            watch("a replica's new data for its old", replica, () -> follow(replica, primary));
        }
    }

    private static void follow(RunningServer replica, RunningServer primary)
            throws IOException, InterruptedException {
        replica.ask("REPLICAOF 127.0.0.1 " + primary.address().getPort());
        await(() -> {
            // While Redis loads it answers LOADING, and no INFO that could be read.
            String info = replica.ask("INFO replication");
            return info.contains("master_link_status:up")
                    && info.contains("master_sync_in_progress:0");
        });
    }

    private void flush() throws IOException, InterruptedException {
        try (var server = filled(Placement.SERVER_CORE)) {
            watch("FLUSHALL", server, () -> server.ask("FLUSHALL"));
        }
    }

    private void expiry() throws IOException, InterruptedException {
        try (var server = start(Placement.SERVER_CORE)) {
            long due = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(60 + keys / 200_000);
            var requests = new Requests(server.address());
            var key = new KeyBytes();
            int count = keys / 2;
            for (int number = 0; number < count; number++) {
                requests.add("SET", new String(key.number(number), StandardCharsets.US_ASCII),
                        VALUE,
                        "PXAT", Long.toString(due + number % 1000));
            }
            requests.close();
            Thread.sleep(Math.max(0, due - 500 - System.currentTimeMillis()));
            watch("half as many keys expire within a second", server,
                    () -> await(() -> server.ask("DBSIZE").startsWith(":0\r")));
        }
    }

    private void largeValues() throws IOException, InterruptedException {
        try (var server = start(Placement.SERVER_CORE)) {
            String value = "x".repeat(LARGE_BYTES);
            var requests = new Requests(server.address());
            for (int number = 0; number < LARGE_VALUES; number++) {
                requests.add("SET", "large:" + number, value);
            }
            requests.close();
            watch("6,000 values of 200 KB deleted", server, () -> {
                var deletes = new Requests(server.address());
                for (int number = 0; number < LARGE_VALUES; number++) {
                    deletes.add("DEL", "large:" + number);
                }
                deletes.close();
            });
        }
    }

    /** Something that will be so. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IOException("the scene does not end");
            }
            Thread.sleep(20);
        }
    }
}
