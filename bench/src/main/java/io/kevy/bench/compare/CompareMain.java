package io.kevy.bench.compare;

import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
import io.kevy.bench.server.Cores;
import io.kevy.bench.server.Placement;
import io.kevy.bench.server.RunningServer;
import io.kevy.bench.server.ServerBinary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures this server beside every Redis and Valkey of the machine and prints Markdown tables. */
public final class CompareMain {
    private CompareMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(new Options(arguments, List.of("quick", "write"), List.of("rounds", "requests",
                    "pipelines", "latency-seconds", "kevy", "kevy-options", "results")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("compare: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        var plan = ComparePlan.of(options);
        var benchmark = RedisBenchmark.find(System.getenv("PATH"));
        var cores = Cores.ofThisProcess();
        var binaries = new ArrayList<ServerBinary>();
        binaries.add(kevy(options, 1));
        binaries.addAll(ServerBinary.others(System.getenv("PATH"),
                System.getenv("KEVY_COMPARE_SERVERS")));
        if (binaries.size() == 1) {
            System.err.println("compare: no redis-server or valkey-server found, kevy alone");
        }
        String facts = MachineFacts.list();
        cores.moveToLoadCore();
        var servers = new ArrayList<RunningServer>();
        try {
            for (var binary : binaries) {
                System.err.println("starting " + binary.name());
                servers.add(RunningServer.start(binary, cores));
            }
            var cases = new Comparison(plan, benchmark, servers).run();
            var names = servers.stream().map(RunningServer::name).toList();
            servers.forEach(RunningServer::close);
            print(options, facts + method(plan, cores, options.text("kevy-options", "")) + "\n"
                    + new Report(names, cases).tables() + "\n"
                    + spread(options, plan, benchmark, cores) + "\n"
                    + firstSeconds(options, plan, benchmark, cores, binaries));
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    /** One shard and two of our own server, the second with both cores. */
    private static String spread(Options options, ComparePlan plan, RedisBenchmark benchmark,
            Cores cores) throws IOException, InterruptedException {
        var servers = new ArrayList<RunningServer>();
        try {
            servers.add(RunningServer.start(kevy(options, 1), cores));
            servers.add(RunningServer.start(kevy(options, 2), cores,
                    RunningServer.Start.on(Placement.BOTH_CORES)));
            var cases = new Comparison(plan.withPipelines(List.of(16)), benchmark, servers).run();
            return new Report(List.of(), cases).spreadTable();
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private static String firstSeconds(Options options, ComparePlan plan, RedisBenchmark benchmark,
            Cores cores, List<ServerBinary> binaries) throws IOException, InterruptedException {
        var all = new ArrayList<ServerBinary>();
        all.add(new ServerBinary("kevy, 2 shards", kevy(options, 2).command()));
        all.add(new ServerBinary("kevy, 1 shard", kevy(options, 1).command()));
        all.addAll(binaries.subList(1, binaries.size()));
        return new FirstSeconds(benchmark, cores, 2, all).table(plan.rounds());
    }

    private static ServerBinary kevy(Options options, int shards) {
        var command = new ArrayList<>(List.of(options.text("kevy", "bin/kevy"), "--shards",
                Integer.toString(shards)));
        for (String word : options.text("kevy-options", "").split(" ", -1)) {
            if (!word.isEmpty()) {
                command.add(word);
            }
        }
        return new ServerBinary("kevy", command);
    }

    private static String method(ComparePlan plan, Cores cores, String kevyOptions) {
        return String.format(Locale.ROOT, "- Cores: servers on %d, load on %d%s%n"
                + "- %d rounds of %,d requests (up to 16 times as many with a pipeline) and "
                + "%.1f s of waiting measured%s%s%n", cores.server(), cores.load(),
                cores.disjoint() ? "" : " (**the same**)", plan.rounds(), plan.requests(),
                plan.latencySeconds(),
                kevyOptions.isEmpty() ? "" : "; kevy with `" + kevyOptions + "`",
                plan.quick() ? "; **a trial, not a measurement**" : "");
    }

    private static void print(Options options, String report) throws IOException {
        System.out.print(report);
        if (options.given("write")) {
            new ResultsFile(Path.of(options.text("results", "RESULTS.md")))
                    .replace("compare", report);
        }
    }
}
