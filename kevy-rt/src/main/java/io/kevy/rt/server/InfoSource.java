package io.kevy.rt.server;

import io.kevy.rt.command.Partitions;
import io.kevy.rt.command.Replication;
import io.kevy.rt.config.Config;
import io.kevy.rt.observe.InfoFacts;
import io.kevy.rt.observe.ProcessFigures;
import io.kevy.rt.observe.StoreTotals;
import io.kevy.rt.shard.Shard;
import java.util.List;

/** Gathers what {@code INFO} shows from all shards, which are held meanwhile. */
final class InfoSource {
    /**
     * What does not change.
     *
     * @param runId 40 hexadecimal digits
     * @param transport name of the socket implementation
     */
    record Origin(String runId, String transport, long startedMillis) {}

    private final Config config;
    private final Origin origin;
    private final Replication replication;
    private final List<Shard> shards;
    private final Partitions partitions;
    private InfoFacts.Traffic uncounted = new InfoFacts.Traffic(0, 0, 0, 0);

    InfoSource(
            Config config,
            Origin origin,
            Replication replication,
            List<Shard> shards,
            Partitions partitions) {
        this.config = config;
        this.origin = origin;
        this.replication = replication;
        this.shards = List.copyOf(shards);
        this.partitions = partitions;
    }

    /** The facts at this moment. */
    InfoFacts facts(int tcpPort, long nowMillis) {
        int connected = 0;
        for (Shard shard : shards) {
            connected += shard.parts().clients().count();
        }
        var all = traffic();
        var heap = Runtime.getRuntime();
        var file = config.file();
        return new InfoFacts(
                new InfoFacts.Server(
                        origin.runId,
                        ProcessHandle.current().pid(),
                        tcpPort,
                        nowMillis,
                        origin.startedMillis,
                        origin.transport,
                        shards.size(),
                        config.hz(),
                        file == null ? "" : file.toString()),
                new InfoFacts.Clients(connected, config.maxClients()),
                new InfoFacts.Traffic(
                        all.connections() - uncounted.connections(),
                        all.rejected() - uncounted.rejected(),
                        all.commands() - uncounted.commands(),
                        all.longestTurnMicros()),
                StoreTotals.of(partitions),
                replication,
                ProcessFigures.read(),
                heap.totalMemory() - heap.freeMemory());
    }

    /** Counts from zero again. */
    void reset() {
        uncounted = traffic();
        shards.forEach(Shard::resetLongestTurn);
        for (int i = 0; i < partitions.count(); i++) {
            partitions.get(i).resetCounters();
        }
    }

    private InfoFacts.Traffic traffic() {
        long connections = 0;
        long rejected = 0;
        long commands = 0;
        long longestTurnNanos = 0;
        for (Shard shard : shards) {
            connections += shard.parts().clients().accepted();
            rejected += shard.parts().clients().refused();
            commands += shard.parts().dispatcher().commands();
            longestTurnNanos = Math.max(longestTurnNanos, shard.longestTurnNanos());
        }
        return new InfoFacts.Traffic(connections, rejected, commands, longestTurnNanos / 1000);
    }
}
