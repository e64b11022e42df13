package io.kevy.bench.large;

import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
import io.kevy.bench.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Measures what is done with a large string without reading or writing much of it, and prints a Markdown table. */
public final class LargeMain {
    private static final int WARM_UP_PASSES = 5;

    private LargeMain() {}

    public static void main(String[] arguments) {
        try {
            run(new Options(
                    arguments, List.of("write"), List.of("mebibytes", "times", "results")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("large: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException {
        int mebibytes = options.count("mebibytes", 256);
        int times = options.count("times", 1000);
        String report = MachineFacts.list() + String.format(Locale.ROOT,
                "%nA string of %,d MiB; each operation %,d times, with a view one of its own "
                        + "each time.%n%n",
                mebibytes, times)
                + measure(mebibytes, times).text();
        System.out.print(report);
        if (options.given("write")) {
            new ResultsFile(Path.of(options.text("results", "RESULTS.md")))
                    .replace("large", report);
        }
    }

    static LargeTable measure(int mebibytes, int times) {
        var table = new LargeTable();
        try (var string = new LargeString(mebibytes)) {
            for (int pass = 0; pass < WARM_UP_PASSES; pass++) {
                for (var operation : LargeOperation.values()) {
                    alone(string, operation, times);
                    withView(string, operation, times);
                }
            }
            for (var operation : LargeOperation.values()) {
                table.add(operation, alone(string, operation, times),
                        withView(string, operation, times));
            }
        }
        return table;
    }

    private static Samples alone(LargeString string, LargeOperation operation, int times) {
        var micros = new Samples();
        for (int i = 0; i < times; i++) {
            string.prepare(operation);
            micros.add(micros(string, operation));
            string.rest();
        }
        return micros;
    }

    private static Samples withView(LargeString string, LargeOperation operation, int times) {
        var micros = new Samples();
        for (int i = 0; i < times; i++) {
            string.prepare(operation);
            var view = string.freeze();
            micros.add(micros(string, operation));
            view.close();
            string.rest();
        }
        return micros;
    }

    private static double micros(LargeString string, LargeOperation operation) {
        long begin = System.nanoTime();
        string.run(operation);
        return (System.nanoTime() - begin) / 1e3;
    }
}
