package io.kevy.bench.memory;

import io.kevy.bench.AtExit;
import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measures memory and freezes, without and with deadlines, and prints a Markdown table. */
public final class MemoryMain {
    private static final double OVERHEAD_MAX = 48;
    private static final double FREEZE_MICROS_MAX = 1000;

    private MemoryMain() {}

    public static void main(String[] arguments) {
        try {
            run(new Options(arguments, List.of("quick", "write"),
                    List.of("keys", "freezes", "results")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("memory: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException {
        int keys = options.count("keys", options.given("quick") ? 1_000_000 : 10_000_000);
        int freezes = options.count("freezes", 100);
        String facts = MachineFacts.list();
        String report = facts + "\n"
                + table(freezes, probe(keys, freezes, false), probe(keys, freezes, true));
        System.out.print(report);
        if (options.given("write")) {
            new ResultsFile(Path.of(options.text("results", "RESULTS.md")))
                    .replace("memory", report);
        }
    }

    /** Runs a probe in a JVM with the options of this one. */
    private static MemoryFigures probe(int keys, int freezes, boolean withDeadline)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"),
                MemoryProbe.class.getName(), Integer.toString(keys), Integer.toString(freezes),
                Boolean.toString(withDeadline)));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var atExit = new AtExit(process::destroyForcibly);
        String lines =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        atExit.close();
        return MemoryFigures.parse(lines);
    }

    static String table(int freezes, MemoryFigures without, MemoryFigures with) {
        var table = new StringBuilder();
        table.append(String.format(Locale.ROOT, "%,.0f keys of %d bytes with values of %d; "
                + "%d freezes, one write after each.%n%n", without.keys(), MemoryProbe.KEY_BYTES,
                MemoryProbe.VALUE_BYTES, freezes));
        table.append("| | without TTL | with TTL | promise |\n|---|---:|---:|---|\n");
        String size = "%,.1f MiB";
        row(table, "native memory that holds records", size, without, with,
                f -> mebibytes(f.used()), 0);
        row(table, "native memory taken", size, without, with, f -> mebibytes(f.committed()), 0);
        row(table, "heap retained", size, without, with, f -> mebibytes(f.heapRetained()), 0);
        row(table, "heap of the tables, counted by the store", size, without, with,
                f -> mebibytes(f.tables()), 0);
        String perKey = "%.1f B";
        row(table, "**overhead per key**, native memory taken and heap retained", perKey, without,
                with, MemoryFigures::overhead, OVERHEAD_MAX);
        row(table, "overhead per key, the worst on the way there", perKey, without, with,
                MemoryFigures::worstOverhead, OVERHEAD_MAX);
        row(table, "overhead per key, growth of resident memory", perKey, without, with,
                f -> f.overhead(f.resident()), 0);
        row(table, "the same before a full collection", perKey, without, with,
                f -> f.overhead(f.residentPeak()), 0);
        String time = "%,.1f us";
        row(table, "**freeze**, median", time, without, with, MemoryFigures::freezeMedian, 0);
        row(table, "freeze, longest", time, without, with, MemoryFigures::freezeMax,
                FREEZE_MICROS_MAX);
        row(table, "freeze, the first of a JVM, which loads classes", time, without, with,
                MemoryFigures::freezeFirst, 0);
        row(table, "write after a freeze, median", time, without, with,
                MemoryFigures::writeMedian, 0);
        row(table, "write after a freeze, longest", time, without, with,
                MemoryFigures::writeMax, 0);
        return table.toString();
    }

    private static double mebibytes(double bytes) {
        return bytes / (1 << 20);
    }

    private static void row(StringBuilder table, String name, String format, MemoryFigures without,
            MemoryFigures with, ToDoubleFunction<MemoryFigures> figure, double promised) {
        double one = figure.applyAsDouble(without);
        double other = figure.applyAsDouble(with);
        String promise = promised == 0
                ? ""
                : String.format(Locale.ROOT, "under " + format.replace(".1f", ".0f") + ": %s",
                        promised, Math.max(one, other) < promised ? "met" : "missed");
        table.append(String.format(Locale.ROOT, "| %s | " + format + " | " + format + " | %s |%n",
                name, one, other, promise));
    }
}
