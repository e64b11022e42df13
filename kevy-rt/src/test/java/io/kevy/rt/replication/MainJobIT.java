package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The main job, with real processes: a primary under load, a replica that comes in the middle,
 * links that are cut wherever they happen to be, a replica that is killed. In the end both hold the
 * same, and every acknowledged write is there.
 */
class MainJobIT {
    private static final int SHARDS = 2;
    private static final int CLIENTS = 2;
    private static final int BATCH = 500;

    private final long seed = Long.getLong("kevy.seed", System.nanoTime());
    private final String transport = System.getProperty("kevy.transport", "auto");
    private final AtomicLong written = new AtomicLong();

    /** What happens to the replica, as parts of all writes. */
    private record Plan(long writes, int cuts, int stalls, int kills) {}

    @Test
    void aReplicaThatIsCutAndKilledUnderLoadEndsUpEqual() throws Exception {
        run(new Plan(2_000_000, 10, 0, 1));
    }

    @Tag("soak")
    @Test
    void aReplicaThatIsCutStalledAndKilledForLongEndsUpEqual() throws Exception {
        run(new Plan(8_000_000, 60, 16, 5));
    }

    private void run(Plan plan) throws Exception {
        System.out.println("kevy.seed=" + seed);
        try (var proxy = new LinkProxy(SHARDS);
                var primary =
                        ServerProcess.start(
                                "--port", "0",
                                "--shards", Integer.toString(SHARDS),
                                "--transport", transport,
                                "--repl-backlog-size", "2mb",
                                "--replication-announce-port-base",
                                Integer.toString(proxy.firstPort()));
                var asking = primary.client()) {
            proxy.target(replicationPorts(primary));
            var chaos = new Chaos(plan, proxy, primary);
            try {
                writeAndDisturb(plan, primary, chaos);
                finish(primary, asking, chaos);
            } catch (Exception | AssertionError e) {
                System.out.println("kevy.seed=" + seed + " failed: " + e);
                System.out.println("primary:\n" + primary.log());
                System.out.println("replica:\n" + chaos.replicaLog());
                throw e;
            } finally {
                chaos.close();
            }
        }
    }

    private static int[] replicationPorts(ServerProcess server) {
        String line =
                server.log()
                        .lines()
                        .filter(each -> each.contains("replication ports "))
                        .findFirst()
                        .orElseThrow();
        String ports = line.substring(line.indexOf("replication ports ") + 18);
        return Arrays.stream(ports.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private void writeAndDisturb(Plan plan, ServerProcess primary, Chaos chaos)
            throws Exception {
        var mixes = new ArrayList<Future<WriteMix>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                Callable<WriteMix> job = () -> write(plan, primary, number);
                mixes.add(threads.submit(job));
            }
            chaos.run(written, () -> mixes.stream().allMatch(Future::isDone));
        }
        for (Future<WriteMix> mix : mixes) {
            chaos.mixes.add(mix.get());
        }
        System.out.println(written.get() + " writes acknowledged");
    }

    private WriteMix write(Plan plan, ServerProcess primary, int number) throws IOException {
        try (var client = primary.client()) {
            var mix = new WriteMix(seed + number, "c" + number + ":", client.requests());
            boolean flushed = number != 0;
            for (long done = 0; done < plan.writes() / CLIENTS;) {
                int count = mix.batch(BATCH);
                mix.send(client);
                done += count;
                written.addAndGet(count);
                if (!flushed && done > plan.writes() / CLIENTS * 11 / 20) {
                    flushed = true;
                    mix.flushDatabase();
                    mix.send(client);
                }
            }
            return mix;
        }
    }

    private static void finish(ServerProcess primary, RespClient asking, Chaos chaos)
            throws IOException {
        try (var replica = chaos.replica().client()) {
            Eventually.isTrue(
                    () -> primary.port()
                            + ": " + asking.text("INFO", "replication")
                            + replica.text("INFO", "replication"),
                    () -> inStep(asking, replica)
                            && asking.text("DEBUG", "DIGEST")
                                    .equals(replica.text("DEBUG", "DIGEST")));
            assertTrue(Long.parseLong(asking.text("DBSIZE")) > 1000, "the primary holds keys");
            for (WriteMix mix : chaos.mixes) {
                mix.check(asking);
                mix.check(replica);
            }
            assertEquals("up", replica.info("replication", "master_link_status"));
            System.out.println(
                    chaos.count("linked from offset")
                            + " links, "
                            + chaos.count("loaded a snapshot")
                            + " snapshots, "
                            + asking.text("DBSIZE")
                            + " keys");
        }
    }

    private static boolean inStep(RespClient primary, RespClient replica) {
        for (int i = 0; i < SHARDS; i++) {
            String sent = primary.info("replication", "shard" + i + "_repl_offset");
            if (!sent.equals(replica.info("replication", "shard" + i + "_master_offset"))) {
                return false;
            }
        }
        return true;
    }

    /** What befalls the replica, at moments that the seed chooses. */
    private final class Chaos implements AutoCloseable {
        private final Plan plan;
        private final LinkProxy proxy;
        private final ServerProcess primary;
        private final SplittableRandom random = new SplittableRandom(~seed);
        private final StringBuilder logs = new StringBuilder();
        final List<WriteMix> mixes = new ArrayList<>();
        private ServerProcess replica;

        private enum Event {
            CUT,
            STALL,
            KILL
        }

        private record Moment(long writes, Event event) {}

        Chaos(Plan plan, LinkProxy proxy, ServerProcess primary) {
            this.plan = plan;
            this.proxy = proxy;
            this.primary = primary;
        }

        ServerProcess replica() {
            return replica;
        }

        String replicaLog() {
            return replica == null ? "none" : logs + replica.log();
        }

        /** Lines of the replicas' logs that hold {@code text}. */
        long count(String text) {
            return replicaLog().lines().filter(line -> line.contains(text)).count();
        }

        private List<Moment> moments() {
            var moments = new ArrayList<Moment>();
            add(moments, Event.CUT, plan.cuts() - 1);
            add(moments, Event.STALL, plan.stalls());
            add(moments, Event.KILL, plan.kills());
            moments.sort((a, b) -> Long.compare(a.writes(), b.writes()));
            return moments;
        }

        private void add(List<Moment> moments, Event event, int count) {
            for (int i = 0; i < count; i++) {
                moments.add(
                        new Moment(random.nextLong(plan.writes() * 35 / 100, plan.writes()),
                                event));
            }
        }

        void run(AtomicLong progress, BooleanSupplier over) throws Exception {
            await(progress, plan.writes() * 3 / 10, over);
            startReplica();
            // The first snapshot is on its way.
            proxy.cut();
            for (Moment moment : moments()) {
                await(progress, moment.writes(), over);
                switch (moment.event()) {
                    case CUT -> proxy.cut();
                    case STALL -> {
                        proxy.stall();
                        try {
                            await(progress, moment.writes() + random.nextInt(50_000), over);
                        } finally {
                            proxy.flow();
                        }
                    }
                    case KILL -> {
                        replica.kill();
                        logs.append(replica.log()).append("\nkilled\n");
                        startReplica();
                    }
                }
            }
        }

        private void await(
                AtomicLong progress, long writes, BooleanSupplier over) {
            Eventually.isTrue(
                    () -> writes + " writes, there are " + progress.get(),
                    () -> progress.get() >= writes || over.getAsBoolean());
        }

        private void startReplica() throws IOException {
            replica =
                    ServerProcess.start(
                            "--port", "0",
                            "--shards", Integer.toString(SHARDS),
                            "--transport", transport,
                            "--replicaof", "127.0.0.1 " + primary.port());
        }

        @Override
        public void close() {
            if (replica != null) {
                replica.close();
            }
        }
    }
}
