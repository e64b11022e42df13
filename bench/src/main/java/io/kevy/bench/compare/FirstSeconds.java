package io.kevy.bench.compare;

import io.kevy.bench.AtExit;
import io.kevy.bench.Samples;
import io.kevy.bench.load.LoadPlan;
import io.kevy.bench.load.Operation;
import io.kevy.bench.server.Cores;
import io.kevy.bench.server.Placement;
import io.kevy.bench.server.RunningServer;
import io.kevy.bench.server.ServerBinary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a server does in its first three seconds, counted from the start of its process: it is started, and as soon as it
 * answers, {@code redis-benchmark -c 50 -P 16 -d 64} sends SETs until the time is over. Servers take turns.
 */
final class FirstSeconds {
    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int PIPELINE = 16;
    private static final RunningServer.Start START =
            new RunningServer.Start(Placement.BOTH_CORES, "", 2);

    private final RedisBenchmark benchmark;
    private final Cores cores;
    private final int ours;
    private final List<ServerBinary> binaries;
    private final List<Samples> served = new ArrayList<>();
    private final List<Samples> ready = new ArrayList<>();

    /** @param ours how many of the binaries, the first ones, are our own */
    FirstSeconds(RedisBenchmark benchmark, Cores cores, int ours, List<ServerBinary> binaries) {
        this.ours = ours;
        this.benchmark = benchmark;
        this.cores = cores;
        this.binaries = binaries;
        for (int i = 0; i < binaries.size(); i++) {
            served.add(new Samples());
            ready.add(new Samples());
        }
    }

    /** The table of so many rounds. */
    String table(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < binaries.size(); turn++) {
                int number = (round + turn) % binaries.size();
                System.err.println("first seconds, round " + (round + 1) + " of " + rounds + ", "
                        + binaries.get(number).name());
                measure(number);
            }
        }
        var names = binaries.stream().map(ServerBinary::name).toList();
        return Report.startTable(names, ours, served, ready);
    }

    private void measure(int number) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (var server = RunningServer.start(binaries.get(number), cores, START)) {
            ready.get(number).add((System.nanoTime() - begin) / 1e6);
            var load = LoadPlan.standard(server.address(), Operation.SET).withPipeline(PIPELINE);
            var sender = benchmark.start(load, Integer.MAX_VALUE);
            var atExit = new AtExit(sender::destroyForcibly);
            try {
                long left = SPAN_NANOS - (System.nanoTime() - begin);
                if (sender.waitFor(left, TimeUnit.NANOSECONDS)) {
                    throw new IOException("redis-benchmark ended early");
                }
                served.get(number).add((double) server.commandsProcessed());
            } finally {
                sender.destroyForcibly();
                atExit.close();
            }
        }
    }
}
