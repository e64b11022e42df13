package io.kevy.bench.embedded;

import io.kevy.bench.ChildJvm;
import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures kevy-store in a program of its own beside other maps of the JVM, and prints Markdown tables. */
public final class EmbeddedMain {
    private EmbeddedMain() {}

    public static void main(String[] arguments) {
        try {
            run(new Options(arguments, List.of("quick", "write"),
                    List.of("rounds", "entries", "operations", "results")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("embedded: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException {
        boolean quick = options.given("quick");
        int rounds = options.count("rounds", quick ? 1 : 3);
        int operations = options.count("operations", quick ? 300_000 : 3_000_000);
        var sizes = options.counts("entries",
                quick ? List.of(100_000, 1_000_000) : List.of(1_000_000, 10_000_000));
        String facts = MachineFacts.list();
        String method = String.format(Locale.ROOT, "- Rounds: %d, each contender and size in a JVM "
                + "of its own; %,d reads and as many writes of random keys%s%n%n", rounds,
                operations, quick ? "; **a trial, not a measurement**" : "");
        String report = facts + method + EmbeddedTable.text(measure(rounds, sizes, operations));
        System.out.print(report);
        if (options.given("write")) {
            new ResultsFile(Path.of(options.text("results", "RESULTS.md")))
                    .replace("embedded", report);
        }
    }

    private static List<EmbeddedSeries> measure(int rounds, List<Integer> sizes, int operations) {
        var all = new ArrayList<EmbeddedSeries>();
        for (int entries : sizes) {
            for (var contender : Contender.values()) {
                all.add(new EmbeddedSeries(contender, entries));
            }
        }
        for (int round = 1; round <= rounds; round++) {
            for (var series : all) {
                if (series.failure() == null) {
                    System.err.printf(Locale.ROOT, "round %d of %d, %,d entries, %s%n", round,
                            rounds, series.entries(), series.contender().title());
                    measure(series, operations);
                }
            }
        }
        return all;
    }

    private static void measure(EmbeddedSeries series, int operations) {
        var contender = series.contender();
        try {
            series.add(ChildJvm.measure(EmbeddedFigure.class, EmbeddedProbe.class,
                    contender.options(), contender.name(), Integer.toString(series.entries()),
                    Integer.toString(operations)));
        } catch (IOException e) {
            series.fail(String.valueOf(e.getMessage()));
        }
    }
}
