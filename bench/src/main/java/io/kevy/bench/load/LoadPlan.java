package io.kevy.bench.load;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * What a load generator shall do.
 *
 * @param server where
 * @param operation which command
 * @param connections number of connections, all used by one thread
 * @param pipeline requests that each connection sends at once and then waits for
 * @param keys number of different keys, drawn evenly
 * @param valueBytes length of a value
 * @param warmUpNanos how long the load runs before it counts
 * @param countedNanos how long it counts
 */
public record LoadPlan(InetSocketAddress server, Operation operation, int connections,
        int pipeline, int keys, int valueBytes, long warmUpNanos, long countedNanos) {

    public LoadPlan {
        if (connections < 1 || pipeline < 1 || keys < 1 || valueBytes < 0 || countedNanos < 1) {
            throw new IllegalArgumentException("a load needs connections, requests, keys and time");
        }
    }

    /** 50 connections without pipeline, 100,000 keys, 64 bytes, as the comparisons have them. */
    public static LoadPlan standard(InetSocketAddress server, Operation operation) {
        return new LoadPlan(server, operation, 50, 1, 100_000, 64, 0, TimeUnit.SECONDS.toNanos(2));
    }

    public LoadPlan withConnections(int number) {
        return new LoadPlan(server, operation, number, pipeline, keys, valueBytes, warmUpNanos,
                countedNanos);
    }

    public LoadPlan withPipeline(int requests) {
        return new LoadPlan(server, operation, connections, requests, keys, valueBytes, warmUpNanos,
                countedNanos);
    }

    public LoadPlan withSizes(int keyCount, int bytesOfValue) {
        return new LoadPlan(server, operation, connections, pipeline, keyCount, bytesOfValue,
                warmUpNanos, countedNanos);
    }

    public LoadPlan withSeconds(double warmUp, double counted) {
        return new LoadPlan(server, operation, connections, pipeline, keys, valueBytes,
                (long) (warmUp * 1e9), (long) (counted * 1e9));
    }
}
