package io.kevy.bench.compare;

import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
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
        binaries.add(kevy(options));
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
            print(options, facts + method(plan, cores, options.text("kevy-options", "")) + "\n"
                    + new Report(names, cases).tables());
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private static ServerBinary kevy(Options options) {
        var command = new ArrayList<>(List.of(options.text("kevy", "bin/kevy"), "--shards", "1"));
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
