package io.kevy.bench.memory;

import io.kevy.bench.ChildJvm;
import io.kevy.bench.Figures;
import io.kevy.bench.MachineFacts;
import io.kevy.bench.Options;
import io.kevy.bench.ResultsFile;
import io.kevy.bench.server.ServerBinary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures memory and freezes of a store, without and with deadlines, and the memory of whole servers, and prints Markdown
 * tables.
 */
public final class MemoryMain {
    private MemoryMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(new Options(arguments, List.of("alone", "quick", "write"),
                    List.of("keys", "freezes", "kevy", "results")));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("memory: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        int keys = options.count("keys", options.given("quick") ? 1_000_000 : 10_000_000);
        int freezes = options.count("freezes", 100);
        String facts = MachineFacts.list();
        var table = new MemoryTable(freezes, probe(keys, KeySet.ALL, freezes, false),
                probe(keys, KeySet.KEPT, freezes, false), probe(keys, KeySet.ALL, freezes, true),
                probe(keys, KeySet.KEPT, freezes, true));
        String report = facts + "\n" + table.text();
        if (!options.given("alone")) {
            report += "\n" + PeerMemory.table(servers(options), keys);
        }
        System.out.print(report);
        if (options.given("write")) {
            new ResultsFile(Path.of(options.text("results", "RESULTS.md")))
                    .replace("memory", report);
        }
    }

    private static Figures<MemoryFigure> probe(
            int keys, KeySet part, int freezes, boolean withDeadline) throws IOException {
        System.err.println("a store of " + (part == KeySet.ALL ? "all" : "a tenth of the")
                + " keys " + (withDeadline ? "with" : "without") + " TTL");
        return ChildJvm.measure(MemoryFigure.class, MemoryProbe.class, List.of(),
                Integer.toString(keys), part.name(), Integer.toString(freezes),
                Boolean.toString(withDeadline));
    }

    private static List<ServerBinary> servers(Options options) throws IOException {
        var servers = new ArrayList<ServerBinary>();
        servers.add(new ServerBinary(
                "kevy", List.of(options.text("kevy", "bin/kevy"), "--shards", "1")));
        servers.addAll(ServerBinary.others(
                System.getenv("PATH"), System.getenv("KEVY_COMPARE_SERVERS")));
        return servers;
    }
}
