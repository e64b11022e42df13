package io.kevy.rt.observe;

import io.kevy.rt.command.Replication;

/**
 * Everything {@code INFO} shows, at one moment.
 *
 * @param heapBytes objects on the heap of the virtual machine
 */
public record InfoFacts(
        Server server,
        Clients clients,
        Traffic traffic,
        StoreTotals stores,
        Replication replication,
        ProcessFigures process,
        long heapBytes) {

    /**
     * The process.
     *
     * @param runId 40 hexadecimal digits, other ones at each start
     * @param tcpPort where clients connect
     * @param transport name of the socket implementation
     * @param hz how often background work is done, per second
     * @param configFile empty when there is none
     */
    public record Server(
            String runId,
            long processId,
            int tcpPort,
            long nowMillis,
            long startedMillis,
            String transport,
            int shards,
            int hz,
            String configFile) {}

    /**
     * The clients at this moment.
     *
     * @param max one more than that is refused
     */
    public record Clients(int connected, int max) {}

    /**
     * What has come since start or since the counters were reset.
     *
     * @param rejected connections refused because there were too many
     * @param longestTurnMicros the longest time that a shard has worked without looking for what
     *     had arrived meanwhile, which is the longest that a client had to wait for others
     */
    public record Traffic(
            long connections, long rejected, long commands, long longestTurnMicros) {}
}
