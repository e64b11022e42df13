package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A replica of ours and primaries whose bytes it has not written. */
class ForeignPrimaryIT {
    private static final Path VECTORS = Path.of("../kevy-replicate/src/test/resources/vectors");
    private static final String ACK = "+ACK 0\r\n";

    static Stream<String> transports() {
        return Transports.here();
    }

    private static Node replica(String transport, ForeignPrimary primary) throws IOException {
        var node = Node.start(transport, "--shards", "1");
        node.text("SET", "own", "data");
        assertEquals(
                "OK", node.text("REPLICAOF", "127.0.0.1", Integer.toString(primary.port())));
        return node;
    }

    private static ForeignPrimary sending(String text) throws IOException {
        return ForeignPrimary.sending(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void awaitReason(Node replica, String reason) {
        Eventually.isTrue(
                () -> replica.text("INFO", "replication"),
                () -> replica.info("master_link_down_reason").contains(reason));
    }

    private static String frame(long offset, String... words) {
        var text = new StringBuilder("*2\r\n:" + offset + "\r\n*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void framesFromTheVeryFirstOnReplaceWhatWasHere(String transport) throws IOException {
        String stream = ACK + frame(0, "SET", "a", "1") + frame(1, "incr", "a");
        try (var primary = sending(stream);
                var replica = replica(transport, primary)) {
            Eventually.isTrue(
                    () -> replica.text("INFO", "replication"),
                    () -> replica.info("shard0_master_offset").equals("2"));
            assertEquals("2", replica.text("GET", "a"));
            assertEquals("(nil)", replica.text("GET", "own"));
            assertEquals("up", replica.info("master_link_status"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aFrameThatCannotBeAppliedEndsTheLinkAndIsNotPassedOver(String transport)
            throws IOException {
        byte[] stream = Files.readAllBytes(VECTORS.resolve("live-stream.bin"));
        try (var primary = ForeignPrimary.sending(stream);
                var replica = replica(transport, primary)) {
            awaitReason(replica, "frame 3 (HSET) cannot be applied: no such command here");
            assertEquals("hello", replica.text("GET", "plain"));
            assertEquals("3", replica.info("shard0_master_offset"));
            assertEquals("PONG", replica.text("PING"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSnapshotThatCannotBeHeldIsRefusedAndTheDataStays(String transport)
            throws IOException {
        byte[] stream = Files.readAllBytes(VECTORS.resolve("snapshot-ship.bin"));
        try (var primary = ForeignPrimary.sending(stream);
                var replica = replica(transport, primary)) {
            awaitReason(replica, "the snapshot is refused: byte ");
            assertEquals("data", replica.text("GET", "own"));
            assertEquals("1", replica.text("DBSIZE"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aServerPromotedInTheMiddleOfASnapshotKeepsItsData(String transport) throws IOException {
        try (var primary = sending(ACK + "+SNAPSHOT\r\n$100\r\nKEVYSNAP");
                var replica = replica(transport, primary)) {
            Eventually.isTrue(
                    () -> replica.text("INFO", "replication"),
                    () -> replica.info("master_full_syncs").equals("1"));
            assertEquals("1", replica.info("master_sync_in_progress"));
            assertEquals("data", replica.text("GET", "own"));
            assertEquals("OK", replica.text("REPLICAOF", "NO", "ONE"));
            assertEquals("data", replica.text("GET", "own"));
            assertEquals("OK", replica.text("SET", "own", "new"));
            assertEquals("1", replica.text("DBSIZE"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void snapshotsThatComeToNothingAreAskedForAtGrowingIntervals(String transport)
            throws IOException {
        long begin = System.nanoTime();
        try (var primary = sending(ACK + "+SNAPSHOT\r\n$9\r\nKEVYNONE!\r\n");
                var replica = replica(transport, primary)) {
            Eventually.isTrue(
                    () -> replica.text("INFO", "replication"),
                    () -> replica.info("master_full_syncs").equals("4"));
            long nanos = System.nanoTime() - begin;
            assertTrue(nanos >= 7 * Backoff.NANOS_MIN, nanos + " ns for 1 + 2 + 4 delays");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void brokenBytesEndTheLinkWithAReason(String transport) throws IOException {
        String[][] streams = {
            {"-ERR not today\r\n", "the primary refused: ERR not today"},
            {"+ACK 7\r\n", "asked for 0, acknowledged was 7"},
            {ACK + "+SNAPSHOT\r\n$9\r\nKEVYNONE!\r\n", "the snapshot is refused"},
            {ACK + "+SNAPSHOT\r\n$8\r\nKEVYSNAP\r\n+SNAPSHOT_END 5\r\n", "the snapshot is refused"},
            {ACK + frame(1, "SET", "a", "1"), "frame 0 expected, frame 1 arrived"},
            {ACK + "*2\r\n:x\r\n", "instead of frame 0"},
            {ACK + frame(0, "GET", "a"), "frame 0 (GET) cannot be applied: not a write"},
            {ACK + frame(0, "SELECT", "99"), "database 99, here are 16"},
            {ACK + frame(0, "SET", "a"), "frame 0 (SET) cannot be applied"},
            {ACK + frame(0, "INCR", "a", "b"), "frame 0 (INCR) cannot be applied"},
            {ACK + frame(0, "SET", "a", "x") + frame(1, "INCR", "a"),
                "frame 1 (INCR) cannot be applied: ERR value is not an integer"},
        };
        for (String[] each : streams) {
            try (var primary = sending(each[0]);
                    var replica = replica(transport, primary)) {
                awaitReason(replica, each[1]);
                assertEquals("PONG", replica.text("PING"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPrimaryThatDoesNotTellItsShardsIsNotFollowedByTwo(String transport)
            throws IOException {
        try (var primary = sending(ACK);
                var replica =
                        Node.start(transport, "--replicaof", "127.0.0.1 " + primary.port())) {
            awaitReason(replica, "only a server with one shard (--shards 1) can follow it");
            assertTrue(replica.text("SET", "k", "v").startsWith("-READONLY"));
        }
    }
}
