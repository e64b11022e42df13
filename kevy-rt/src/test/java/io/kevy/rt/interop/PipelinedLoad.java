package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A load of many connections, all open at once, each of which sends a pipeline of requests and
 * compares every reply with the only one that is right, before it sends the next.
 *
 * <p>Keys begin with the number of their connection, so that every reply is known beforehand; the
 * counters must be absent when it begins.
 *
 * @param connections each has a virtual thread
 * @param pipeline requests sent at once by one connection
 * @param requests of each job and all connections; rounded up to whole pipelines of every connection
 */
record PipelinedLoad(int connections, int pipeline, int requests) implements Load {
    private static final int MSET_KEYS = 10;

    /** What one request of the load is; the names in lower case are those of redis-benchmark. */
    enum Job {
        PING_INLINE,
        PING_MBULK,
        SET,
        GET,
        INCR,
        MSET;

        /** Request {@code number} of a connection. */
        private byte[] request(int connection, int number, int pipeline) {
            int slot = number % pipeline;
            return switch (this) {
                case PING_INLINE -> Request.latin1("PING\r\n");
                case PING_MBULK -> Request.of("PING").bytes();
                case SET -> Request.of("SET", key(connection, slot), value(slot)).bytes();
                case GET -> Request.of("GET", key(connection, slot)).bytes();
                case INCR -> Request.of("INCR", connection + ":counter").bytes();
                case MSET -> mset(connection, slot);
            };
        }

        /** The only right reply to request {@code number} of a connection. */
        private String reply(int number, int pipeline) {
            String value = value(number % pipeline);
            return switch (this) {
                case PING_INLINE, PING_MBULK -> "+PONG\r\n";
                case SET, MSET -> "+OK\r\n";
                case GET -> "$" + value.length() + "\r\n" + value + "\r\n";
                case INCR -> ":" + (number + 1) + "\r\n";
            };
        }

        private static String key(int connection, int slot) {
            return connection + ":key:" + slot;
        }

        private static String value(int slot) {
            return "value " + slot;
        }

        private static byte[] mset(int connection, int slot) {
            var words = new ArrayList<>(List.of("MSET"));
            for (int i = 0; i < MSET_KEYS; i++) {
                words.add(connection + ":many:" + i);
                words.add(value(slot));
            }
            return Request.of(words).bytes();
        }
    }

    @Override
    public long run(int port) throws IOException, InterruptedException {
        return run(port, List.of(Job.values()));
    }

    /**
     * Does the jobs one after the other; {@link Job#GET} must come after {@link Job#SET}.
     *
     * @return how many requests were answered
     */
    long run(int port, List<Job> jobs) throws IOException, InterruptedException {
        var clients = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < connections; i++) {
                clients.add(RawClient.connect(port));
            }
            return run(clients, jobs);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private long run(List<RawClient> clients, List<Job> jobs) throws InterruptedException {
        var runs = new ArrayList<Callable<Long>>();
        for (int i = 0; i < connections; i++) {
            int connection = i;
            runs.add(() -> run(clients.get(connection), connection, jobs));
        }
        return Together.run(runs).stream().mapToLong(Long::longValue).sum();
    }

    private long run(RawClient client, int connection, List<Job> jobs) throws IOException {
        int pipelines = Math.ceilDiv(requests, connections * pipeline);
        for (Job job : jobs) {
            for (int i = 0; i < pipelines; i++) {
                int first = i * pipeline;
                client.send(batch(job, connection, first));
                for (int number = first; number < first + pipeline; number++) {
                    check(job, number, client.reply());
                }
            }
        }
        return (long) jobs.size() * pipelines * pipeline;
    }

    private byte[] batch(Job job, int connection, int first) {
        var batch = new ByteArrayOutputStream();
        for (int number = first; number < first + pipeline; number++) {
            batch.writeBytes(job.request(connection, number, pipeline));
        }
        return batch.toByteArray();
    }

    private void check(Job job, int number, byte[] reply) {
        String right = job.reply(number, pipeline);
        if (!Arrays.equals(Request.latin1(right), reply)) {
            assertEquals(right, new String(reply, StandardCharsets.ISO_8859_1), job.name());
        }
    }

    @Override
    public String toString() {
        return "own load, " + connections + " connections x " + pipeline;
    }
}
