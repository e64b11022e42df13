package io.kevy.bench.compare;

import io.kevy.bench.AtExit;
import io.kevy.bench.load.LoadPlan;
import io.kevy.bench.load.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The load that CPU is counted under: {@code redis-benchmark}, or the equal {@code valkey-benchmark}. */
public record RedisBenchmark(Path program) {
    private static final List<String> NAMES = List.of("redis-benchmark", "valkey-benchmark");

    /**
     * The first one in a PATH.
     *
     * @throws IOException when there is none
     */
    public static RedisBenchmark find(@Nullable String path) throws IOException {
        for (String directory : path == null ? new String[0] : path.split(":", -1)) {
            for (String name : NAMES) {
                Path file = Path.of(directory, name);
                if (Files.isExecutable(file)) {
                    return new RedisBenchmark(file);
                }
            }
        }
        throw new IOException("no redis-benchmark on PATH (Debian: redis-tools)");
    }

    /**
     * Sends so many requests as a plan says, whatever time they take.
     *
     * @return requests per second
     * @throws IOException when it fails, with its own words
     */
    double run(LoadPlan plan, int requests) throws IOException, InterruptedException {
        var process = start(plan, requests);
        var atExit = new AtExit(process::destroyForcibly);
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        atExit.close();
        if (exitCode != 0) {
            throw new IOException(program + " failed: " + output.strip());
        }
        return requestsPerSecond(output, plan.operation());
    }

    /** Begins to send so many requests; whoever asked for it ends it. */
    public Process start(LoadPlan plan, int requests) throws IOException {
        String test = plan.operation().name().toLowerCase(Locale.ROOT);
        return new ProcessBuilder(program.toString(), "-h", "127.0.0.1", "-p",
                Integer.toString(plan.server().getPort()), "-c",
                Integer.toString(plan.connections()), "-d", Integer.toString(plan.valueBytes()),
                "-r", Integer.toString(plan.keys()), "-P", Integer.toString(plan.pipeline()), "-n",
                Integer.toString(requests), "-t", test, "--csv").redirectErrorStream(true).start();
    }

    /** The second column of the operation's line. */
    static double requestsPerSecond(String csv, Operation operation) throws IOException {
        String begin = "\"" + operation.name() + "\",\"";
        for (String line : csv.lines().toList()) {
            if (line.startsWith(begin)) {
                return Double.parseDouble(
                        line.substring(begin.length(), line.indexOf('"', begin.length())));
            }
        }
        throw new IOException("redis-benchmark answered " + csv.strip());
    }
}
