package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.SnapshotDecoder;
import io.kevy.persist.SnapshotFormatException;
import io.kevy.persist.SnapshotLimits;
import io.kevy.persist.StoreLoader;
import io.kevy.replicate.LinkException;
import io.kevy.replicate.ReplicaEvents;
import io.kevy.replicate.ReplicaLink;
import io.kevy.resp.Argv;
import io.kevy.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One shard's replication port, and peers that behave in all ways. */
class LinkIT {
    private static final int VALUES = 3000;
    private static final String SHIP = "full synchronization from offset";
    private static final String VALUE = "v".repeat(8 * 1024);

    static Stream<String> transports() {
        return Transports.here();
    }

    private static Node oneShard(String transport, String... directives) throws IOException {
        var all = new ArrayList<>(List.of("--shards", "1"));
        all.addAll(List.of(directives));
        return Node.start(transport, all.toArray(String[]::new));
    }

    /** More than the sockets and buffers of a link hold, so that a ship waits for its reader. */
    private static void fill(Node node) throws IOException {
        for (int i = 0; i < VALUES; i++) {
            node.client().requests().command("SET", "big" + i, VALUE);
        }
        node.client().flush();
        node.client().skip(VALUES);
    }

    private static void burst(Node node, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            node.client().requests().command("SET", "burst" + i, "b".repeat(1024));
        }
        node.client().flush();
        node.client().skip(to - from);
    }

    /** A replica of one shard that a test drives by hand. */
    private static final class HandReplica implements ReplicaEvents, AutoCloseable {
        private final ReplicaLink link = new ReplicaLink("hand", 0);
        private final Store store = Store.open();
        private final SnapshotDecoder decoder =
                new SnapshotDecoder(new StoreLoader(store), 0, SnapshotLimits.redis());
        private int frames;
        private boolean loaded;

        void readFrames(RawLink raw, int wanted) throws IOException, LinkException {
            while (frames < wanted) {
                raw.feed(link, this);
            }
        }

        /** Takes what the test has read itself. */
        void hear(String text) throws LinkException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            link.feed(bytes, 0, bytes.length, this);
        }

        @Override
        public void acknowledged(long offset) {
            assertEquals(0, offset);
        }

        @Override
        public void snapshotBegin() {}

        @Override
        public void snapshotChunk(byte[] bytes, int offset, int length) {
            try {
                decoder.feed(bytes, offset, length);
            } catch (SnapshotFormatException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void snapshotEnd(long ackOffset) {
            try {
                decoder.end();
            } catch (SnapshotFormatException e) {
                throw new AssertionError(e);
            }
            loaded = true;
        }

        @Override
        public void frame(long offset, Argv command) {
            assertTrue(loaded, "frames follow the snapshot");
            assertEquals("burst" + frames, command.text(1));
            frames++;
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void writesDuringASlowShipFollowItsEnd(String transport) throws Exception {
        try (var node = oneShard(transport, "--repl-backlog-size", "16kb");
                var replica = new HandReplica();
                var raw = new RawLink(node.replicationPort(0), 64 * 1024)) {
            fill(node);
            raw.replicateFrom(0, "slow");
            raw.readUntil("+SNAPSHOT\r\n");
            burst(node, 0, 2000);
            replica.hear("+ACK 0\r\n+SNAPSHOT\r\n");
            replica.readFrames(raw, 2000);
            assertEquals(VALUES, replica.store.keyspace(0).size());
            burst(node, 2000, 2100);
            replica.readFrames(raw, 2100);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aBurstBeyondThePinClosesTheLinkAndTheNextSyncSucceeds(String transport)
            throws Exception {
        try (var log = new LogLines();
                var node =
                        oneShard(
                                transport,
                                "--repl-backlog-size", "16kb",
                                "--replication-pinned-limit", "1mb");
                var replica = new HandReplica()) {
            fill(node);
            try (var raw = new RawLink(node.replicationPort(0), 64 * 1024)) {
                raw.replicateFrom(0, "slow");
                raw.readUntil("+SNAPSHOT\r\n");
                burst(node, 0, 2000);
                log.await("replica slow at", "outgrew their bound");
                assertTrue(raw.isClosedByServer());
            }
            try (var raw = new RawLink(node.replicationPort(0))) {
                raw.replicateFrom(0, "slow");
                raw.readUntil("+SNAPSHOT\r\n");
                replica.hear("+ACK 0\r\n+SNAPSHOT\r\n");
                while (!replica.loaded) {
                    raw.feed(replica.link, replica);
                }
                burst(node, 0, 100);
                replica.readFrames(raw, 100);
            }
            log.await("replica slow at", "linked again after");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aFreezeCopiesNoValue(String transport) throws IOException {
        try (var node = oneShard(transport);
                var raw = new RawLink(node.replicationPort(0), 64 * 1024)) {
            String big = "b".repeat(24 << 20);
            assertEquals("OK", node.text("SET", "big", big));
            assertEquals("OK", node.text("SET", "small", "1"));
            long before = committed(node);
            raw.replicateFrom(0, "slow");
            raw.readUntil("+SNAPSHOT\r\n");
            assertEquals("2", node.text("INCR", "small"));
            long more = committed(node) - before;
            assertTrue(more < 8 << 20, more + " bytes more while a snapshot is open");
        }
    }

    private static long committed(Node node) {
        return Long.parseLong(node.client().info("memory", "used_memory_committed"));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReaderThatStallsLosesItsLink(String transport) throws IOException {
        try (var log = new LogLines();
                var node = oneShard(transport, "--repl-timeout", "1");
                var raw = new RawLink(node.replicationPort(0), 64 * 1024)) {
            fill(node);
            raw.replicateFrom(0, "stalled");
            raw.readUntil("+SNAPSHOT\r\n");
            log.await("replica stalled at", "took nothing for 1 s");
            assertEquals("0", node.info("connected_slaves"));
            Eventually.isTrue(
                    "it is remembered", () -> node.info("recently_seen_slaves").equals("1"));
            assertTrue(raw.isClosedByServer());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anOverlongHandshakeCloses(String transport) throws IOException {
        try (var log = new LogLines();
                var node = oneShard(transport);
                var raw = new RawLink(node.replicationPort(0))) {
            raw.send("*5\r\n$9\r\nREPLICATE\r\n$4\r\nFROM\r\n$4090\r\n" + "1".repeat(4090));
            log.await("no complete handshake within 4096 bytes");
            assertTrue(raw.isClosedByServer());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aHandshakeInPiecesIsWaitedFor(String transport) throws IOException {
        try (var node = oneShard(transport);
                var raw = new RawLink(node.replicationPort(0))) {
            byte[] request = new ReplicaLink("pieces", 0).request();
            for (byte b : request) {
                raw.send(new byte[] {b});
                assertEquals("PONG", node.text("PING"));
            }
            raw.readUntil("+ACK 0\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void rejectedHandshakesAreLoggedAndClosed(String transport) throws IOException {
        var rejected =
                Map.of(
                        "!garbage\r\n", "handshake of 1 arguments instead of 5",
                        "*2\r\n$4\r\nPING\r\n$1\r\nx\r\n",
                        "handshake of 2 arguments instead of 5",
                        "*x\r\n", "not a REPLICATE command",
                        handshake("SYNCHRONIZE", "FROM", "0", "ID", "r"),
                        "not a REPLICATE command",
                        handshake("REPLICATE", "SINCE", "0", "ID", "r"),
                        "FROM expected as second argument",
                        handshake("REPLICATE", "FROM", "-1", "ID", "r"),
                        "offset is not a decimal number",
                        handshake("REPLICATE", "FROM", "9223372036854775808", "ID", "r"),
                        "offset is not a decimal number",
                        handshake("REPLICATE", "FROM", "0", "NAME", "r"),
                        "ID expected as fourth argument",
                        handshake("REPLICATE", "FROM", "0", "ID", ""),
                        "replica id is empty");
        for (var each : rejected.entrySet()) {
            try (var log = new LogLines();
                    var node = oneShard(transport);
                    var raw = new RawLink(node.replicationPort(0))) {
                raw.send(each.getKey());
                log.await("replica ? at 127.0.0.1:", each.getValue());
                assertTrue(raw.isClosedByServer());
            }
        }
    }

    private static String handshake(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anIdThatCouldBreakALineIsShownWithoutHarm(String transport) throws IOException {
        try (var log = new LogLines();
                var node = oneShard(transport);
                var raw = new RawLink(node.replicationPort(0))) {
            raw.replicateFrom(0, "a\r\nrole:master,x=1");
            log.await("replica a??role:master?x?1 at", "linked");
            Eventually.isTrue(
                    () -> node.info("slave0"),
                    () -> node.info("slave0").endsWith(",id=a??role:master?x?1"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPeerThatHasVanishedBeforeItIsAcceptedHurtsNobody(String transport)
            throws IOException {
        try (var log = new LogLines();
                var node = oneShard(transport);
                var busy = RespClient.connect(node.port())) {
            busy.requests().command("DEBUG", "SLEEP", "0.2");
            busy.flush();
            for (int i = 0; i < 10; i++) {
                new RawLink(node.replicationPort(0)).replicateFrom(0, "gone").vanish();
            }
            assertEquals("OK", RespClient.text(busy.read()));
            assertEquals("PONG", node.text("PING"));
            try (var raw = new RawLink(node.replicationPort(0))) {
                raw.replicateFrom(0, "here");
                raw.readUntil("+ACK 0\r\n");
            }
            log.await("replica here at", "linked");
            Eventually.isTrue(
                    () -> node.info("slave0"), () -> node.info("connected_slaves").equals("0"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aReplicaThatComesBackReplacesItsOlderLink(String transport) throws IOException {
        try (var log = new LogLines();
                var node = oneShard(transport);
                var older = new RawLink(node.replicationPort(0))) {
            older.replicateFrom(0, "twin");
            older.readUntil("+SNAPSHOT\r\n");
            try (var newer = new RawLink(node.replicationPort(0))) {
                newer.replicateFrom(0, "twin");
                newer.readUntil("+SNAPSHOT\r\n");
                assertTrue(older.isClosedByServer());
                log.await("replica twin at", "the replica has opened another link");
                assertEquals("1", node.info("connected_slaves"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void snapshotAfterSnapshotComesAtGrowingIntervals(String transport) throws IOException {
        try (var node = oneShard(transport)) {
            long begin = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                try (var raw = new RawLink(node.replicationPort(0))) {
                    raw.replicateFrom(0, "unsteady");
                    raw.readUntil("+SNAPSHOT\r\n");
                }
            }
            long nanos = System.nanoTime() - begin;
            assertTrue(nanos >= 7 * Backoff.NANOS_MIN, nanos + " ns for 1 + 2 + 4 delays");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPrimaryThatBecomesAReplicaEndsTheShipItHasBegun(String transport) throws IOException {
        try (var log = new LogLines();
                var node = oneShard(transport);
                var raw = new RawLink(node.replicationPort(0), 64 * 1024)) {
            fill(node);
            raw.replicateFrom(0, "slow");
            raw.readUntil("+SNAPSHOT\r\n");
            assertEquals("OK", node.text("REPLICAOF", "127.0.0.1", "1"));
            log.await("replica slow at", "this server follows another primary now");
            assertTrue(raw.isClosedByServer());
            try (var late = new RawLink(node.replicationPort(0))) {
                late.replicateFrom(0, "late");
                late.readUntil("-NOMASTERLINK Can't SYNC while not connected with my master\r\n");
                assertTrue(late.isClosedByServer());
            }
            assertEquals("OK", node.text("REPLICAOF", "NO", "ONE"));
            try (var late = new RawLink(node.replicationPort(0))) {
                late.replicateFrom(0, "late");
                late.readUntil("+ACK 0\r\n+SNAPSHOT\r\n");
            }
            assertEquals(Integer.toString(VALUES), node.text("DBSIZE"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void silentAndGarbageSendingPeersNeverBlockTheShard(String transport) throws IOException {
        long seed = Long.getLong("kevy.seed", System.nanoTime());
        System.out.println("kevy.seed=" + seed);
        var random = new SplittableRandom(seed);
        var peers = new ArrayList<RawLink>();
        try (var log = new LogLines();
                var node = oneShard(transport, "--repl-timeout", "1");
                var silent = new RawLink(node.replicationPort(0))) {
            for (int i = 0; i < 60; i++) {
                var peer = new RawLink(node.replicationPort(0));
                peers.add(peer);
                var garbage = new byte[random.nextInt(8000)];
                random.nextBytes(garbage);
                switch (i % 3) {
                    case 0 -> {}
                    case 1 -> peer.send(garbage);
                    default -> floodAfterHandshake(peer, garbage);
                }
                assertEquals("PONG", node.text("PING"));
                assertEquals("OK", node.text("SET", "k" + i, "v"));
            }
            log.await("no handshake within 1 s");
            log.await("sent over 65536 bytes after its handshake");
            assertTrue(silent.isClosedByServer());
            assertEquals("60", node.text("DBSIZE"));
        } finally {
            for (RawLink peer : peers) {
                peer.close();
            }
        }
    }

    private static void floodAfterHandshake(RawLink peer, byte[] garbage) throws IOException {
        peer.replicateFrom(0, "flood");
        try {
            peer.send(new byte[70_000]).send(garbage);
        } catch (IOException e) {
            // The server was quicker to close.
            assertTrue(peer.isClosedByServer());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void replicasThatAskAtOnceGetTheirSnapshotsAFewAtATime(String transport) throws Exception {
        int asking = ShipPacing.SHIPS_MAX + 2;
        try (var log = new LogLines();
                var node = oneShard(transport);
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            fill(node);
            var links = new ArrayList<RawLink>();
            try {
                for (int i = 0; i < asking; i++) {
                    links.add(new RawLink(node.replicationPort(0), 64 * 1024));
                    links.get(i).replicateFrom(0, "asking" + i);
                }
                Eventually.isTrue("all are linked", () -> log.count(": linked") == asking);
                Eventually.isTrue("ships begin", () -> log.count(SHIP) >= ShipPacing.SHIPS_MAX);
                node.text("PING");
                assertEquals(ShipPacing.SHIPS_MAX, log.count(SHIP));
                var loaded = new ArrayList<Future<Long>>();
                for (RawLink link : links) {
                    loaded.add(readers.submit(() -> snapshotBytes(link)));
                }
                for (var bytes : loaded) {
                    assertTrue(bytes.get() > (long) VALUES * VALUE.length());
                }
                assertEquals(asking, log.count(SHIP));
            } finally {
                for (RawLink link : links) {
                    link.close();
                }
            }
        }
    }

    /** Takes a whole snapshot. */
    private static long snapshotBytes(RawLink raw) throws IOException, LinkException {
        var bytes = new AtomicLong();
        var complete = new AtomicBoolean();
        var link = new ReplicaLink("any", 0);
        var events =
                new ReplicaEvents() {
                    @Override
                    public void acknowledged(long offset) {}

                    @Override
                    public void snapshotBegin() {}

                    @Override
                    public void snapshotChunk(byte[] chunk, int offset, int length) {
                        bytes.addAndGet(length);
                    }

                    @Override
                    public void snapshotEnd(long ackOffset) {
                        complete.set(true);
                    }

                    @Override
                    public void frame(long offset, Argv command) {}
                };
        while (!complete.get()) {
            raw.feed(link, events);
        }
        return bytes.get();
    }
}
