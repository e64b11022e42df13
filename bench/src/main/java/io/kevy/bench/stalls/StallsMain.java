package io.kevy.bench.stalls;

import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
import io.kevy.bench.compare.RedisBenchmark;
import io.kevy.bench.server.Cores;
import io.kevy.bench.server.ServerBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Plays all scenes with this server and with every Redis and Valkey given, and prints a Markdown table. */
public final class StallsMain {
    private StallsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(new Options(arguments, List.of("quick", "write", "alone"),
                    List.of("keys", "kevy", "results")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("stalls: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        int keys = options.count("keys", options.given("quick") ? 1_000_000 : 10_000_000);
        var benchmark = RedisBenchmark.find(System.getenv("PATH"));
        var cores = Cores.ofThisProcess();
        String facts = MachineFacts.list();
        cores.moveToLoadCore();
        var table = new StallTable();
        var directory = Files.createTempDirectory("kevy-stalls");
        var kevy = new ServerBinary("kevy",
                List.of(options.text("kevy", "bin/kevy"), "--shards", "1"));
        new Scenes(kevy, true, cores, benchmark, keys, directory, table).all();
        if (!options.given("alone")) {
            var others = ServerBinary.others(System.getenv("PATH"),
                    System.getenv("KEVY_COMPARE_SERVERS"));
            for (var other : others) {
                new Scenes(other, false, cores, benchmark, keys, directory, table).all();
            }
        }
        Files.deleteIfExists(directory.resolve("gc.log"));
        Files.deleteIfExists(directory);
        String report = facts + String.format(Locale.ROOT,
                "- Cores: the server watched on %d, load and peer on %d%n- %,d keys of 16 + 64 bytes%n%n",
                cores.server(), cores.load(), keys) + table.text();
        System.out.print(report);
        if (options.given("write")) {
            new ResultsFile(Path.of(options.text("results", "RESULTS.md")))
                    .replace("stalls", report);
        }
    }
}
