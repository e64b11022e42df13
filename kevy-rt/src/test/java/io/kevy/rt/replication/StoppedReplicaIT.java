package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A replica that takes nothing any more, beside a primary with a heap of 256 MB under load: it costs
 * the primary what the limits say, is dropped with a reason, and costs nobody else anything.
 */
class StoppedReplicaIT {
    private static final int VALUE_BYTES = 1 << 20;
    private static final int KEYS = 8;
    private static final Pattern DROPPED =
            Pattern.compile("replica still at \\S+: link closed: (\\d+ bytes are unsent.*)");

    @Test
    void aStoppedReplicaIsDroppedAtTheHardLimitAndThePrimaryGoesOn() throws Exception {
        stopped(300, "over the limit");
    }

    @Test
    void aStoppedReplicaIsDroppedWhenItIsOverTheSoftLimitForTooLong() throws Exception {
        stopped(
                40,
                "over the limit for more than 1 s",
                "--client-output-buffer-limit", "replica 0 16mb 1");
    }

    private static void stopped(int megabytes, String reason, String... directives)
            throws Exception {
        var all = new String[4 + directives.length];
        all[0] = "--port";
        all[1] = "0";
        all[2] = "--shards";
        all[3] = "1";
        System.arraycopy(directives, 0, all, 4, directives.length);
        try (var primary = ServerProcess.start(all);
                var client = primary.client();
                var replica = new RawLink(replicationPort(primary), 64 << 10)) {
            replica.replicateFrom(0, "still");
            replica.readUntil("+SNAPSHOT_END ");
            String value = "v".repeat(VALUE_BYTES);
            for (int i = 0; i < megabytes; i++) {
                assertEquals("OK", client.text("SET", "key" + i % KEYS, value));
            }
            Eventually.isTrue(primary::log, () -> DROPPED.matcher(primary.log()).find());
            var dropped = DROPPED.matcher(primary.log());
            assertTrue(dropped.find() && dropped.group(1).endsWith(reason), primary.log());
            assertEquals("PONG", client.text("PING"));
            assertEquals(Integer.toString(KEYS), client.text("DBSIZE"));
            assertEquals(0, primary.terminate(), primary.log());
        }
    }

    private static int replicationPort(ServerProcess server) {
        var port = Pattern.compile("replication ports? (\\d+)").matcher(server.log());
        assertTrue(port.find(), server.log());
        return Integer.parseInt(port.group(1));
    }
}
