package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A run of the redis-benchmark on {@code PATH}. It is clean when the program ends well and prints
 * nothing but a rate for each of its tests.
 */
record RedisBenchmark(int connections, int pipeline, int requests) implements Load {
    private static final String NAME = "redis-benchmark";
    private static final List<String> TESTS =
            List.of("set", "get", "incr", "mset", "ping_inline", "ping_mbulk");

    /** A line of {@code --csv}: the name of a test, and its rate first among the figures. */
    private static final Pattern RATE =
            Pattern.compile("\"([A-Z_]+)(?: \\(10 keys\\))?\",\"([0-9.]+|inf)\".*");

    static boolean isOnPath() {
        String path = System.getenv("PATH");
        return path != null && List.of(path.split(File.pathSeparator, -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, NAME)));
    }

    @Override
    public long run(int port) throws IOException, InterruptedException {
        var process = new ProcessBuilder(NAME, "-h", "127.0.0.1", "-p", Integer.toString(port),
                "-c", Integer.toString(connections), "-P", Integer.toString(pipeline),
                "-n", Integer.toString(requests), "-t", String.join(",", TESTS),
                "-r", "1000", "--csv").redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            checkRates(output);
        } finally {
            process.destroyForcibly();
        }
        return (long) requests * TESTS.size();
    }

    private static void checkRates(String output) {
        var rated = new TreeSet<String>();
        for (String line : output.lines().filter(each -> !each.startsWith("\"test\"")).toList()) {
            var rate = RATE.matcher(line);
            assertTrue(rate.matches(), () -> "not a rate: " + line + "\nin: " + output);
            assertTrue(Double.parseDouble(rate.group(2).replace("inf", "Infinity")) > 0, output);
            rated.add(rate.group(1));
        }
        assertEquals("[GET, INCR, MSET, PING_INLINE, PING_MBULK, SET]", rated.toString(), output);
    }

    @Override
    public String toString() {
        return NAME + ", " + connections + " connections x " + pipeline;
    }
}
