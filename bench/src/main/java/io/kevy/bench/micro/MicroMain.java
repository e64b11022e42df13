package io.kevy.bench.micro;

import io.kevy.bench.MachineFacts;
import io.kevy.bench.ResultsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs micro-benchmarks as JMH's own program does, with its arguments, and puts times and allocation into a page. */
public final class MicroMain {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroMain() {}

    /** Arguments: the page, then those of JMH. */
    public static void main(String[] arguments) {
        try {
            String facts = MachineFacts.list();
            var options = new CommandLineOptions(
                    Arrays.copyOfRange(arguments, 1, arguments.length));
            String table = table(new Runner(options).run());
            new ResultsFile(Path.of(arguments[0])).replace("jmh", facts + "\n" + table);
        } catch (CommandLineOptionException | RunnerException | IOException e) {
            System.err.println("jmh: " + e.getMessage());
            System.exit(1);
        }
    }

    private static String table(Collection<RunResult> results) {
        var table = new StringBuilder("| | time | allocated |\n|---|---:|---:|\n");
        for (var result : results) {
            String name = result.getParams().getBenchmark();
            var time = result.getPrimaryResult();
            table.append(row(name, time.getScore(), time.getScoreError(), time.getScoreUnit(),
                    allocated(result)));
        }
        return table.toString();
    }

    private static double allocated(RunResult result) {
        var figures = result.getSecondaryResults();
        for (String name : figures.keySet()) {
            if (name.endsWith(ALLOCATED)) {
                return figures.get(name).getScore();
            }
        }
        return Double.NaN;
    }

    /** The name without its package; the error, half of the 99.9 % interval, only where there were enough iterations for one. */
    static String row(String name, double time, double error, String unit, double allocated) {
        String shortName = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        String range = Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.1f", error);
        return String.format(Locale.ROOT, "| %s | %.1f%s %s | %.1f B |%n", shortName, time, range,
                unit, allocated);
    }
}
