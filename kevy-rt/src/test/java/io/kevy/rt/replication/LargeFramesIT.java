package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/**
 * A change whose frame is longer than what may wait for a replica, and than a copy of it would find
 * heap: it reaches the replica once, over the link that stands, whatever is written behind it.
 */
class LargeFramesIT {
    private static final int VALUE_BYTES = 150_000_000;
    private static final int WRITES_BEHIND = 2_000;

    @Test
    void aFrameOverEveryLimitReachesTheReplicaOverTheSameLink() throws Exception {
        try (var primary =
                start(
                        "--client-output-buffer-limit", "replica 32mb 16mb 1",
                        "--replication-pinned-limit", "16mb");
                var replica = start("--replicaof", "127.0.0.1 " + primary.port());
                var client = primary.client();
                var reader = replica.client()) {
            Eventually.isTrue(
                    replica::log,
                    () -> reader.info("replication", "master_link_status").equals("up"));
            // The keys are on different shards, so the copy travels as the value.
            client.text("SETRANGE", "a", Integer.toString(VALUE_BYTES - 4), "tail");
            assertEquals("1", client.text("COPY", "a", "b"));
            for (int i = 0; i < WRITES_BEHIND; i++) {
                client.requests().command("SET", "{b}" + i, "behind");
            }
            client.flush();
            client.skip(WRITES_BEHIND);

            Eventually.isTrue(
                    () -> primary.log() + "\n\n" + replica.log(),
                    () -> reader.text("GET", "{b}" + (WRITES_BEHIND - 1)).equals("behind"));
            assertEquals(client.text("DEBUG", "DIGEST"), reader.text("DEBUG", "DIGEST"));
            assertEquals(Integer.toString(VALUE_BYTES), reader.text("STRLEN", "b"));
            assertEquals("tail", reader.text("GETRANGE", "b", "-4", "-1"));
            assertEquals("2", reader.info("replication", "master_full_syncs"), "one per shard");
            assertFalse(primary.log().contains("link closed"), primary.log());
        }
    }

    private static ServerProcess start(String... directives) throws Exception {
        var all = new String[4 + directives.length];
        all[0] = "--port";
        all[1] = "0";
        all[2] = "--shards";
        all[3] = "2";
        System.arraycopy(directives, 0, all, 4, directives.length);
        return ServerProcess.start(all);
    }
}
