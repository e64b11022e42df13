package io.kevy.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Runs a load: every connection has one batch under way at any time. So the load waits for the server: a server that stalls
 * is sent less, and its stall counts once for each connection.
 */
public final class LoadGenerator {
    private static final long SILENCE_MILLIS_MAX = TimeUnit.SECONDS.toMillis(10);

    private final LoadPlan plan;
    private final LatencyHistogram latency = new LatencyHistogram();
    private long replies;

    private LoadGenerator(LoadPlan plan) {
        this.plan = plan;
    }

    /**
     * Runs a load to its end.
     *
     * @throws IOException when a connection is refused or lost, an error is answered, or nothing comes for ten seconds
     */
    public static LoadResult run(LoadPlan plan) throws IOException {
        return new LoadGenerator(plan).run();
    }

    private LoadResult run() throws IOException {
        var connections = new ArrayList<LoadConnection>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new LoadConnection(plan, selector, i + 1));
            }
            for (var connection : connections) {
                connection.begin(System.nanoTime());
            }
            runFor(plan.warmUpNanos(), selector);
            latency.clear();
            replies = 0;
            long nanos = runFor(plan.countedNanos(), selector);
            return new LoadResult(replies, nanos, latency);
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /** Answers how long it took in truth. */
    private long runFor(long nanos, Selector selector) throws IOException {
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < nanos) {
            if (selector.select(SILENCE_MILLIS_MAX) == 0) {
                throw new IOException("no reply for " + SILENCE_MILLIS_MAX / 1000 + " seconds");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                serve((LoadConnection) key.attachment(), key.readyOps());
            }
            selector.selectedKeys().clear();
            now = System.nanoTime();
        }
        return now - begin;
    }

    private void serve(LoadConnection connection, int ready) throws IOException {
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            connection.send();
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            replies += connection.receive(latency);
        }
    }
}
