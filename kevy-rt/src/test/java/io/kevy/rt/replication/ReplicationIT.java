package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Reply;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Primaries and replicas of two shards each, in this process: what must reach whom. */
class ReplicationIT {
    private static final String READ_ONLY =
            "-READONLY You can't write against a read only replica.";

    /** Keys over both shards. */
    private static final int KEYS = 200;

    static Stream<String> transports() {
        return Transports.here();
    }

    private static void fill(Node node, String prefix) throws IOException {
        for (int i = 0; i < KEYS; i++) {
            node.client().requests().command("SET", prefix + i, "value of " + prefix + i);
        }
        node.client().flush();
        node.client().skip(KEYS);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPrimaryRestartedWithOtherDataGivesItsReplicaASnapshot(String transport)
            throws IOException {
        var first = Node.start(transport);
        try (var replica = Node.replicaOf(first, transport)) {
            fill(first, "old");
            replica.awaitEqualTo(first);
            long oldOffset = Long.parseLong(replica.info("shard0_master_offset"));
            String port = Integer.toString(first.port());
            first.close();
            try (var second = Node.start(transport, "--port", port)) {
                fill(second, "new");
                replica.awaitEqualTo(second);
                assertEquals("(nil)", replica.text("GET", "old1"));
                assertEquals("value of new1", replica.text("GET", "new1"));
                assertEquals("4", replica.info("master_full_syncs"), "two per shard");
                try (var link = new RawLink(second.replicationPort(0))) {
                    link.replicateFrom(oldOffset, "late");
                    link.readUntil("+ACK " + oldOffset + "\r\n+SNAPSHOT\r\n");
                }
            }
        } finally {
            first.close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aShortCutIsResumedWithoutASnapshot(String transport) throws IOException {
        try (var proxy = new LinkProxy(2);
                var primary =
                        Node.start(
                                transport,
                                "--replication-announce-port-base",
                                Integer.toString(proxy.firstPort()))) {
            proxy.target(primary.replicationPort(0), primary.replicationPort(1));
            try (var replica = Node.replicaOf(primary, transport)) {
                replica.awaitEqualTo(primary);
                for (int i = 0; i < 3; i++) {
                    fill(primary, "round" + i + ":");
                    proxy.cut();
                    fill(primary, "after" + i + ":");
                    replica.awaitEqualTo(primary);
                }
                assertEquals("2", replica.info("master_full_syncs"), "one per shard, at first");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aBurstLargerThanTheBacklogCostsAReplicaInStepNoSnapshot(String transport)
            throws IOException {
        try (var primary = Node.start(transport, "--repl-backlog-size", "16kb");
                var replica = Node.replicaOf(primary, transport)) {
            replica.awaitEqualTo(primary);
            for (int i = 0; i < 10; i++) {
                fill(primary, "round" + i + ":");
            }
            primary.text("SET", "huge", "h".repeat(12 << 20));
            for (int i = 0; i < 20; i++) {
                primary.client().requests().command("APPEND", "large", "l".repeat(200_000));
            }
            primary.client().flush();
            primary.client().skip(20);
            replica.awaitEqualTo(primary);
            assertEquals("2", replica.info("master_full_syncs"), "one per shard, at first");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void writesOfManyKeysAndDatabasesReachTheReplica(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            fill(primary, "k");
            replica.awaitEqualTo(primary);
            var writes =
                    List.of(
                            "MSET a 1 b 2 c 3 d 4",
                            "MSETNX e 1 f 2 g 3",
                            "MSETNX e 9 z 9",
                            "DEL a b k1 k2 k3 nothing",
                            "UNLINK k4 k5 k6",
                            "RENAME c d",
                            "RENAME d elsewhere",
                            "RENAMENX k7 moved",
                            "COPY e copied",
                            "COPY e f REPLACE",
                            "COPY f f DB 4",
                            "MOVE g 2",
                            "SWAPDB 0 4",
                            "SET after swap",
                            "MULTI",
                            "SET t1 x",
                            "SET t2 y",
                            "RENAME t1 t3",
                            "EXEC",
                            "FLUSHDB",
                            "SWAPDB 0 4",
                            "SELECT 7",
                            "SET seven 7",
                            "SELECT 0");
            for (String write : writes) {
                String reply = primary.text(write.split(" ", -1));
                assertTrue(!reply.startsWith("-"), write + ": " + reply);
                if (!reply.equals("QUEUED") && !write.equals("MULTI")) {
                    replica.awaitEqualTo(primary);
                }
            }
            assertNotEquals("0", replica.text("DBSIZE"));
            replica.text("SELECT", "7");
            assertEquals("7", replica.text("GET", "seven"));
            primary.text("FLUSHALL");
            replica.awaitEqualTo(primary);
            assertEquals("0", replica.text("DBSIZE"));
            assertEquals("2", replica.info("master_full_syncs"), "all of it as frames");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void deadlinesAreTheSameOnBothEnds(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            replica.awaitEqualTo(primary);
            primary.text("SET", "ex", "v", "EX", "1000");
            primary.text("SETEX", "setex", "1000", "v");
            primary.text("SET", "expire", "v");
            primary.text("EXPIRE", "expire", "1000");
            primary.text("SET", "getex", "v");
            primary.text("GETEX", "getex", "PX", "1000000");
            primary.text("SET", "persisted", "v", "EX", "1000");
            primary.text("GETEX", "persisted", "PERSIST");
            primary.text("SET", "float", "0.1");
            primary.text("INCRBYFLOAT", "float", "0.2");
            primary.text("SET", "kept", "1", "EX", "1000");
            primary.text("SET", "kept", "2", "KEEPTTL");
            replica.awaitEqualTo(primary);
            for (String key : List.of("ex", "setex", "expire", "getex", "persisted", "kept")) {
                assertEquals(
                        primary.text("PEXPIRETIME", key), replica.text("PEXPIRETIME", key), key);
            }
            assertEquals("0.3", replica.text("GET", "float"));
            assertEquals("-1", replica.text("PTTL", "persisted"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anExpiredKeyGoesFromTheReplicaWhenThePrimarySaysSo(String transport)
            throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            replica.awaitEqualTo(primary);
            for (int i = 0; i < KEYS; i++) {
                primary.text("SET", "short" + i, "v", "PX", Integer.toString(1 + i % 40));
            }
            primary.text("SET", "long", "v", "EX", "1000");
            Eventually.isTrue("the keys expire", () -> primary.text("DBSIZE").equals("1"));
            replica.awaitEqualTo(primary);
            assertEquals("1", replica.text("DBSIZE"));
            assertEquals("0", replica.client().info("stats", "expired_keys"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void keysDeletedWhileAReplicaWasAwayDoNotComeBack(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            fill(primary, "k");
            replica.awaitEqualTo(primary);
            assertEquals("OK", replica.text("REPLICAOF", "NO", "ONE"));
            for (int i = 0; i < KEYS; i += 2) {
                primary.text("DEL", "k" + i);
            }
            replica.follow(primary);
            replica.awaitEqualTo(primary);
            assertEquals(Integer.toString(KEYS / 2), replica.text("DBSIZE"));
            assertEquals("(nil)", replica.text("GET", "k0"));
            assertEquals("value of k1", replica.text("GET", "k1"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaRefusesWritesOfItsClients(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            fill(primary, "k");
            replica.awaitEqualTo(primary);
            for (int i = 0; i < 10; i++) {
                assertEquals(READ_ONLY, replica.text("SET", "k" + i, "mine"));
            }
            assertEquals(READ_ONLY, replica.text("DEL", "k1", "k2", "k3"));
            assertEquals(READ_ONLY, replica.text("FLUSHALL"));
            replica.text("MULTI");
            assertEquals(READ_ONLY, replica.text("INCR", "n"));
            assertTrue(replica.text("EXEC").startsWith("-EXECABORT"));
            assertEquals("value of k1", replica.text("GET", "k1"));
            replica.awaitEqualTo(primary);
            assertEquals("1", replica.info("slave_read_only"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aChangeOfRolesCountsForTheVeryNextRequest(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var node = Node.start(transport)) {
            var client = node.client();
            for (int i = 0; i < 20; i++) {
                client.requests().command("REPLICAOF", "127.0.0.1", "" + primary.port());
                client.requests().command("SET", "a", "refused");
                client.requests().command("SET", "b", "refused");
                client.requests().command("REPLICAOF", "NO", "ONE");
                client.requests().command("SET", "a", "taken");
                client.requests().command("SET", "b", "taken");
                client.flush();
                assertEquals("OK", RespClient.text(client.read()));
                assertEquals(READ_ONLY, RespClient.text(client.read()));
                assertEquals(READ_ONLY, RespClient.text(client.read()));
                assertEquals("OK", RespClient.text(client.read()));
                assertEquals("OK", RespClient.text(client.read()));
                assertEquals("OK", RespClient.text(client.read()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void bothEndsTellTheirRoleAndLag(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            fill(primary, "k");
            replica.awaitEqualTo(primary);
            assertEquals("1", primary.text("WAIT", "1", "0"));
            String line = primary.info("slave0");
            assertTrue(line.startsWith("ip=127.0.0.1,port="), line);
            assertTrue(line.contains(",state=online,"), line);
            assertTrue(line.contains(",lag=0,lag_frames=0,links=2,"), line);
            assertEquals("master", primary.info("role"));
            assertEquals("slave", replica.info("role"));
            assertEquals("1", primary.info("connected_slaves"));
            var master = elements(primary.call("ROLE"));
            assertEquals("master", RespClient.text(master.get(0)));
            assertEquals(primary.info("master_repl_offset"), RespClient.text(master.get(1)));
            var links = elements(elements(master.get(2)).getFirst());
            assertEquals("127.0.0.1", RespClient.text(links.get(0)));
            assertEquals(primary.info("master_repl_offset"), RespClient.text(links.get(2)));
            var slave = elements(replica.call("ROLE"));
            assertEquals("slave", RespClient.text(slave.get(0)));
            assertEquals(Integer.toString(primary.port()), RespClient.text(slave.get(2)));
            assertEquals("connected", RespClient.text(slave.get(3)));
            assertEquals(Integer.toString(primary.port()), replica.info("master_port"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void bothEndsCountTheSameFrames(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.start(transport)) {
            fill(primary, "before the snapshot");
            fill(replica, "own history");
            replica.follow(primary);
            awaitSameCount(primary, replica);
            assertEquals(Integer.toString(KEYS), replica.info("slave_repl_offset"));
            fill(primary, "frames");
            replica.awaitEqualTo(primary);
            awaitSameCount(primary, replica);
            assertEquals("OK", replica.text("REPLICAOF", "NO", "ONE"));
            assertEquals("", replica.info("slave_repl_offset"));
            replica.follow(primary);
            awaitSameCount(primary, replica);
        }
    }

    private static void awaitSameCount(Node primary, Node replica) {
        Eventually.isTrue(
                () -> primary.text("INFO", "replication") + replica.text("INFO", "replication"),
                () -> {
                    var master = elements(primary.call("ROLE"));
                    var slave = elements(replica.call("ROLE"));
                    String count = RespClient.text(master.get(1));
                    return slave.size() == 5
                            && count.equals(RespClient.text(slave.get(4)))
                            && count.equals(primary.info("master_repl_offset"))
                            && count.equals(replica.info("master_repl_offset"))
                            && count.equals(replica.info("slave_repl_offset"))
                            && count.equals(replica.info("slave_read_repl_offset"))
                            && replica.info("master_link_status").equals("up");
                });
    }

    private static List<Reply> elements(Reply reply) {
        return ((Reply.Array) reply).items();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void waitCountsReplicasThatWereSentEverything(String transport) throws IOException {
        try (var primary = Node.start(transport)) {
            primary.text("SET", "alone", "1");
            assertEquals("0", primary.text("WAIT", "1", "20"));
            assertEquals("0", primary.text("WAIT", "0", "0"));
            try (var one = Node.replicaOf(primary, transport);
                    var two = Node.replicaOf(primary, transport)) {
                one.awaitEqualTo(primary);
                two.awaitEqualTo(primary);
                fill(primary, "k");
                assertEquals("2", primary.text("WAIT", "2", "0"));
                one.awaitEqualTo(primary);
                assertEquals("2", primary.text("WAIT", "3", "30"));
                two.text("REPLICAOF", "NO", "ONE");
                Eventually.isTrue("one is left", () -> primary.text("WAIT", "2", "1").equals("1"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void differentShardCountsAreRefusedWithAReason(String transport) throws IOException {
        try (var log = new LogLines();
                var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport, "--shards", "3")) {
            String reason = "the primary has 2 shards and this server 3: start it with --shards 2";
            log.await("link to the primary", reason);
            Eventually.isTrue(
                    () -> replica.text("INFO", "replication"),
                    () -> replica.info("master_link_down_reason").equals(reason));
            assertEquals("down", replica.info("master_link_status"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aChainHandsEverythingOn(String transport) throws IOException {
        try (var first = Node.start(transport);
                var second = Node.replicaOf(first, transport);
                var third = Node.replicaOf(second, transport)) {
            fill(first, "k");
            second.awaitEqualTo(first);
            third.awaitEqualTo(second);
            first.text("DEL", "k1", "k2", "k3");
            first.text("SELECT", "3");
            first.text("SET", "three", "3", "PX", "60");
            Eventually.isTrue(
                    "the key expires", () -> first.text("DBSIZE").equals("0"));
            second.awaitEqualTo(first);
            third.awaitEqualTo(second);
            assertEquals(first.digest(), third.digest());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPromotedReplicaTakesWritesAndFeedsReplicasAtOnce(String transport)
            throws IOException {
        try (var old = Node.start(transport);
                var promoted = Node.replicaOf(old, transport);
                var below = Node.replicaOf(promoted, transport);
                var beside = Node.replicaOf(old, transport)) {
            fill(old, "k");
            promoted.awaitEqualTo(old);
            below.awaitEqualTo(promoted);
            beside.awaitEqualTo(old);
            String syncs = below.info("master_full_syncs");

            assertEquals("OK", promoted.text("REPLICAOF", "NO", "ONE"));
            fill(promoted, "after");
            assertEquals("master", promoted.info("role"));
            below.awaitEqualTo(promoted);
            assertEquals(syncs, below.info("master_full_syncs"), "it goes on with frames");

            beside.follow(promoted);
            beside.awaitEqualTo(promoted);
            assertEquals("value of after1", beside.text("GET", "after1"));
            assertEquals("2", promoted.info("connected_slaves"));
            old.stop();
            promoted.text("SET", "still", "here");
            beside.awaitEqualTo(promoted);
            below.awaitEqualTo(promoted);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void twoServersThatFollowEachOtherSaySoAndKeepTheirData(String transport)
            throws IOException {
        try (var one = Node.start(transport);
                var other = Node.replicaOf(one, transport)) {
            fill(one, "one");
            other.awaitEqualTo(one);
            one.follow(other);
            awaitReason(one, circle(2));
            awaitReason(other, circle(2));
            assertEquals("0", one.info("master_full_syncs"));
            assertEquals(Integer.toString(KEYS), one.text("DBSIZE"));
            assertEquals(Integer.toString(KEYS), other.text("DBSIZE"));
            assertEquals("OK", one.text("REPLICAOF", "NO", "ONE"));
            fill(one, "more");
            other.awaitEqualTo(one);
            assertEquals(Integer.toString(2 * KEYS), one.text("DBSIZE"));
            assertEquals("2", other.info("master_full_syncs"), "it went on with frames");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void twoServersToldAtOnceToFollowEachOtherKeepTheirData(String transport)
            throws IOException {
        try (var one = Node.start(transport, "--replicaof", "127.0.0.1 1");
                var other = Node.replicaOf(one, transport)) {
            awaitReason(other, "NOMASTERLINK");
            one.follow(other);
            awaitReason(one, circle(2));
            awaitReason(other, circle(2));
            assertEquals("0", one.info("master_full_syncs"));
            assertEquals("0", other.info("master_full_syncs"));
        }
    }

    private static String circle(int servers) {
        return "the primary follows this server: a circle of " + servers + " servers";
    }

    private static void awaitReason(Node replica, String reason) {
        Eventually.isTrue(
                () -> replica.text("INFO", "replication"),
                () -> replica.info("master_link_down_reason").contains(reason));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aCircleOfThreeCopiesNothingAndWhoLeavesItHasAllItsKeys(String transport)
            throws IOException {
        try (var first = Node.start(transport);
                var second = Node.replicaOf(first, transport);
                var third = Node.replicaOf(second, transport)) {
            fill(first, "k");
            second.awaitEqualTo(first);
            third.awaitEqualTo(second);
            first.follow(third);
            for (Node each : List.of(first, second, third)) {
                awaitReason(each, circle(3));
                assertEquals(Integer.toString(KEYS), each.text("DBSIZE"));
            }
            assertEquals("0", first.info("master_full_syncs"));
            assertEquals("2", second.info("master_full_syncs"), "one per shard, at first");
            assertEquals("2", third.info("master_full_syncs"), "one per shard, at first");

            assertEquals("OK", second.text("REPLICAOF", "NO", "ONE"));
            assertEquals(Integer.toString(KEYS), second.text("DBSIZE"));
            assertEquals("value of k1", second.text("GET", "k1"));
            second.text("SET", "after", "1");
            third.awaitEqualTo(second);
            first.awaitEqualTo(third);
            assertEquals("2", third.info("master_full_syncs"), "it went on with frames");
            assertEquals("2", first.info("master_full_syncs"), "one per shard");
            assertEquals(Integer.toString(KEYS + 1), first.text("DBSIZE"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aServerToldToFollowItselfSaysSoAndKeepsItsData(String transport) throws IOException {
        String reason = "the primary is this server";
        for (String host : List.of("127.0.0.1", "localhost")) {
            try (var log = new LogLines();
                    var node = Node.start(transport)) {
                fill(node, "k");
                assertEquals("OK", node.text("REPLICAOF", host, Integer.toString(node.port())));
                Eventually.isTrue(
                        () -> node.text("INFO", "replication"),
                        () -> node.info("master_link_down_reason").equals(reason));
                assertEquals("down", node.info("master_link_status"));
                log.await("link to the primary", reason);
                assertEquals(1, log.count(reason));
                assertEquals(Integer.toString(KEYS), node.text("DBSIZE"));
                assertEquals("0", node.info("master_full_syncs"));
                assertEquals("OK", node.text("REPLICAOF", "NO", "ONE"));
                assertEquals("OK", node.text("SET", "k1", "v"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaOfAReplicaIsNotGivenDataThatIsAboutToBeReplaced(String transport)
            throws IOException {
        try (var first = Node.start(transport);
                var second = Node.start(transport, "--replicaof", "127.0.0.1 1");
                var third = Node.replicaOf(second, transport)) {
            fill(first, "k");
            awaitReason(third, "NOMASTERLINK");
            second.follow(first);
            second.awaitEqualTo(first);
            third.awaitEqualTo(second);
            assertEquals("2", third.info("master_full_syncs"), "one per shard");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaGivesNothingAwayUntilAllItsShardsHaveLoaded(String transport)
            throws IOException {
        try (var proxy = new LinkProxy(2);
                var first =
                        Node.start(
                                transport,
                                "--replication-announce-port-base",
                                Integer.toString(proxy.firstPort()));
                var second = Node.start(transport);
                var third = Node.replicaOf(second, transport)) {
            fill(first, "k");
            fill(second, "old");
            third.awaitEqualTo(second);
            proxy.target(first.replicationPort(0), 1);
            second.follow(first);
            Eventually.isTrue(
                    () -> second.text("INFO", "replication"),
                    () -> !second.info("shard0_master_offset").equals("0"));
            awaitReason(third, "NOMASTERLINK");
            assertEquals("2", third.info("master_full_syncs"), "one per shard, at first");
            assertEquals(Integer.toString(KEYS), third.text("DBSIZE"));
            proxy.target(first.replicationPort(0), first.replicationPort(1));
            second.awaitEqualTo(first);
            third.awaitEqualTo(second);
            assertEquals("4", third.info("master_full_syncs"), "one more per shard");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaThatHasLostItsPrimaryGoesOnWithFramesButGivesNoSnapshot(String transport)
            throws IOException {
        try (var first = Node.start(transport);
                var second = Node.replicaOf(first, transport);
                var third = Node.replicaOf(second, transport)) {
            fill(first, "k");
            second.awaitEqualTo(first);
            third.awaitEqualTo(second);
            first.stop();
            Eventually.isTrue(
                    "the link is down", () -> second.info("master_link_status").equals("down"));
            try (var fresh = new RawLink(second.replicationPort(0));
                    var known = new RawLink(second.replicationPort(0))) {
                fresh.replicateFrom(0, "fresh");
                fresh.readUntil("-NOMASTERLINK Can't SYNC while not connected with my master\r\n");
                long next = Long.parseLong(second.info("shard0_repl_offset"));
                known.replicateFrom(next, "known");
                known.readUntil("+ACK " + next + "\r\n");
            }
            assertEquals("up", third.info("master_link_status"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaOfAReplicaFollowsAChangeAtTheTop(String transport) throws IOException {
        try (var red = Node.start(transport);
                var blue = Node.start(transport);
                var second = Node.replicaOf(red, transport);
                var third = Node.replicaOf(second, transport)) {
            fill(red, "red");
            fill(blue, "blue");
            second.awaitEqualTo(red);
            third.awaitEqualTo(second);
            second.follow(blue);
            second.awaitEqualTo(blue);
            third.awaitEqualTo(second);
            assertEquals("value of blue1", third.text("GET", "blue1"));
            assertEquals("(nil)", third.text("GET", "red1"));
            fill(blue, "later");
            second.awaitEqualTo(blue);
            third.awaitEqualTo(second);
            String sent = ",offset=" + third.info("slave_repl_offset") + ",";
            assertTrue(second.info("slave0").contains(sent), second.info("slave0") + sent);
            // The chain is known at its end, so that it cannot be closed to a circle.
            blue.follow(third);
            awaitReason(blue, circle(3));
            assertEquals(Integer.toString(2 * KEYS), blue.text("DBSIZE"));
            assertEquals("OK", blue.text("REPLICAOF", "NO", "ONE"));
            third.awaitEqualTo(second);
            // The former top is no longer part of it.
            red.follow(third);
            red.awaitEqualTo(third);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPrimaryThatStopsSendsItsLastWrites(String transport) throws IOException {
        try (var primary = Node.start(transport);
                var replica = Node.replicaOf(primary, transport)) {
            replica.awaitEqualTo(primary);
            fill(primary, "k");
            primary.stop();
            Eventually.isTrue(
                    () -> replica.text("DBSIZE"),
                    () -> replica.text("DBSIZE").equals(Integer.toString(KEYS)));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaIsPointedFromPrimaryToPrimary(String transport) throws IOException {
        try (var red = Node.start(transport);
                var blue = Node.start(transport);
                var replica = Node.start(transport)) {
            fill(red, "red");
            fill(blue, "blue");
            fill(replica, "own");
            for (int i = 0; i < 3; i++) {
                replica.follow(red);
                replica.awaitEqualTo(red);
                replica.follow(blue);
                replica.awaitEqualTo(blue);
                assertEquals("(nil)", replica.text("GET", "red1"));
                assertEquals("(nil)", replica.text("GET", "own1"));
            }
            Eventually.isTrue("it has left", () -> red.info("connected_slaves").equals("0"));
            assertEquals("1", blue.info("connected_slaves"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaWaitsForAPrimaryThatIsNotThereYet(String transport) throws IOException {
        int port;
        try (var placeholder = Node.start(transport)) {
            port = placeholder.port();
        }
        try (var replica = Node.start(transport, "--replicaof", "127.0.0.1 " + port)) {
            Eventually.isTrue(
                    "a reason", () -> !replica.info("master_link_down_reason").isEmpty());
            assertEquals(READ_ONLY, replica.text("SET", "k", "v"));
            try (var primary = Node.start(transport, "--port", Integer.toString(port))) {
                fill(primary, "k");
                replica.awaitEqualTo(primary);
                assertEquals("", replica.info("master_link_down_reason"));
            }
        }
    }
}
