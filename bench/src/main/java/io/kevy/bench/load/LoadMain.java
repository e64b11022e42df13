package io.kevy.bench.load;

import io.kevy.bench.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Puts one load on a server that runs already and prints what its clients wait. */
public final class LoadMain {
    private LoadMain() {}

    public static void main(String[] arguments) {
        try {
            run(new Options(arguments, List.of(), List.of("host", "port", "operation",
                    "connections", "pipeline", "keys", "value-bytes", "warm-up", "seconds")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("load: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException {
        var server = new InetSocketAddress(options.text("host", "127.0.0.1"),
                options.count("port", 6379));
        int keys = options.count("keys", 100_000);
        int valueBytes = options.count("value-bytes", 64);
        var plan = LoadPlan.standard(server, Operation.parse(options.text("operation", "GET")))
                .withConnections(options.count("connections", 50))
                .withPipeline(options.count("pipeline", 1))
                .withSizes(keys, valueBytes)
                .withSeconds(options.number("warm-up", 2), options.number("seconds", 5));
        KeyFiller.fill(server, keys, valueBytes);
        System.out.println(LoadGenerator.run(plan).line());
    }
}
