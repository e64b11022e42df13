package io.kevy.bench.memory;

import io.kevy.bench.load.KeyFiller;
import io.kevy.bench.server.Cores;
import io.kevy.bench.server.RunningServer;
import io.kevy.bench.server.ServerBinary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What the same keys take in whole servers, filled by SET: growth of the resident memory of their processes. */
final class PeerMemory {
    private PeerMemory() {}

    /** The table, a row for each server in turn. */
    static String table(List<ServerBinary> servers, int keys)
            throws IOException, InterruptedException {
        var table = new StringBuilder("""
                | whole servers, filled by SET | before MiB | filled MiB | growth per key beyond its own |
                |---|---:|---:|---:|
                """);
        for (var binary : servers) {
            System.err.println("filling " + binary.name());
            try (var server = RunningServer.start(binary, Cores.ofThisProcess())) {
                long before = server.residentBytes();
                KeyFiller.fill(server.address(), keys, MemoryProbe.VALUE_BYTES);
                long filled = server.residentBytes();
                table.append(row(server.name(), keys, before, filled));
            }
        }
        return table.toString();
    }

    static String row(String server, int keys, long before, long filled) {
        double perKey = (double) (filled - before) / keys;
        return String.format(Locale.ROOT, "| %s | %,.1f | %,.1f | %.1f B |%n", server,
                before / 0x1p20, filled / 0x1p20,
                perKey - MemoryProbe.KEY_BYTES - MemoryProbe.VALUE_BYTES);
    }
}
