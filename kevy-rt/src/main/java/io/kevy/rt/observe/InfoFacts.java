package io.kevy.rt.observe;

import io.kevy.rt.command.Replication;

/**
 * Everything {@code INFO} shows, at one moment.
 */
public record InfoFacts(
        Server server,
        Clients clients,
        Memory memory,
        Traffic traffic,
        StoreTotals stores,
        Replication replication,
        Cpu cpu) {

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
     * @param blocked waiting for a reply that comes later
     */
    public record Clients(int connected, int max, int blocked) {}

    /**
     * Memory beside the stores.
     *
     * @param heapBytes objects on the heap of the virtual machine
     * @param residentBytes all memory of the process; 0 when that is not known
     * @param systemBytes memory of the machine; 0 when that is not known
     */
    public record Memory(long heapBytes, long residentBytes, long systemBytes) {}

    /**
     * What has come and gone since start or since the counters were reset.
     *
     * @param rejected connections refused because there were too many
     */
    public record Traffic(
            long connections, long rejected, long commands, long inputBytes, long outputBytes) {}

    /** Processor time of the whole process. */
    public record Cpu(long systemMicros, long userMicros) {}
}
