package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that a kevy 1.19.0 sent, read by our replica's end and written by our primary's. */
class VectorGoldenTest {
    private static final List<List<String>> LIVE_COMMANDS =
            List.of(
                    List.of("SET", "plain", "hello"),
                    List.of("SET", "binary", "\0\u0001\u00ff\r\n"),
                    List.of("SET", "ttl", "v", "PX", "86400000"),
                    List.of("HSET", "h", "f1", "v1", "f2", "v2"),
                    List.of("RPUSH", "l", "a", "b", "c"),
                    List.of("SADD", "s", "m1", "m2", "m3"),
                    List.of("ZADD", "z", "1", "a", "2.5", "b", "-inf", "c"),
                    List.of("XADD", "st", "1-1", "f", "v"),
                    List.of("XADD", "st", "2-1", "f", "v", "g", "w"),
                    List.of("XGROUP", "CREATE", "st", "g1", "0"),
                    List.of("XREADGROUP", "GROUP", "g1", "c1", "COUNT", "1", "STREAMS", "st", ">"),
                    List.of("EXPIRE", "h", "1000"),
                    List.of("INCR", "n"),
                    List.of("APPEND", "plain", " world"),
                    List.of("DEL", "binary"));

    private static byte[] vector(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        VectorGoldenTest.class.getResourceAsStream("/vectors/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static void assertLiveStream(RecordedEvents events, ReplicaLink link, String how) {
        List<String> expected = new ArrayList<>(List.of("ack 0"));
        for (int i = 0; i < LIVE_COMMANDS.size(); i++) {
            expected.add("frame " + i);
        }
        assertEquals(expected, events.events, how);
        assertEquals(LIVE_COMMANDS, events.frames, how);
        assertEquals(15, link.nextOffset(), how);
    }

    private static void assertShip(RecordedEvents events, ReplicaLink link, String how)
            throws IOException {
        assertEquals(List.of("ack 0", "begin", "end 1318"), events.events, how);
        assertArrayEquals(vector("kevysnap-v4.bin"), events.snapshot.toByteArray(), how);
        assertEquals(1318, link.nextOffset(), how);
    }

    private static void feed(ReplicaLink link, byte[] bytes, int from, int to, RecordedEvents sink)
            throws LinkException {
        // An array of its own, as a socket's buffer is overwritten by the next piece.
        byte[] piece = new byte[to - from + 2];
        System.arraycopy(bytes, from, piece, 1, to - from);
        link.feed(piece, 1, to - from + 1, sink);
        java.util.Arrays.fill(piece, (byte) '!');
    }

    private interface Check {
        void check(RecordedEvents events, ReplicaLink link, String how) throws IOException;
    }

    private static void assertAtAnySplit(byte[] bytes, Check check) throws Exception {
        for (int split = 0; split <= bytes.length; split++) {
            ReplicaLink link = new ReplicaLink("vector-1", 0);
            RecordedEvents events = new RecordedEvents();
            feed(link, bytes, 0, split, events);
            feed(link, bytes, split, bytes.length, events);
            check.check(events, link, "split at " + split);
        }
        for (int step = 1; step <= 40; step++) {
            ReplicaLink link = new ReplicaLink("vector-1", 0);
            RecordedEvents events = new RecordedEvents();
            for (int at = 0; at < bytes.length; at += step) {
                feed(link, bytes, at, Math.min(at + step, bytes.length), events);
            }
            check.check(events, link, "pieces of " + step);
        }
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            ReplicaLink link = new ReplicaLink("vector-1", 0);
            RecordedEvents events = new RecordedEvents();
            for (int at = 0; at < bytes.length;) {
                int to = Math.min(bytes.length, at + random.nextInt(100));
                feed(link, bytes, at, to, events);
                at = to;
            }
            check.check(events, link, "seed " + seed);
        }
    }

    @Test
    void theLiveStreamDecodesAtAnySplit() throws Exception {
        assertAtAnySplit(vector("live-stream.bin"), VectorGoldenTest::assertLiveStream);
    }

    @Test
    void theSnapshotShipDecodesAtAnySplit() throws Exception {
        assertAtAnySplit(vector("snapshot-ship.bin"), VectorGoldenTest::assertShip);
    }

    @Test
    void ourFramesForTheSameCommandsEqualTheLiveStream() throws Exception {
        Backlog backlog = new Backlog(BacklogLimits.standard(), 0);
        PrimaryLink link = Drive.acknowledged(backlog, LinkLimits.standard(), 0);
        StringBuilder sent = new StringBuilder(Drive.take(link));
        for (List<String> command : LIVE_COMMANDS) {
            Drive.write(backlog, command.toArray(new String[0]));
            sent.append(Drive.run(link));
        }
        assertArrayEquals(vector("live-stream.bin"), Drive.bytes(sent.toString()));
    }

    @Test
    void ourShipOfTheSameSnapshotEqualsTheirs() throws Exception {
        Backlog backlog = new Backlog(BacklogLimits.standard(), 1318);
        PrimaryLink link = Drive.acknowledged(backlog, LinkLimits.standard(), 0);
        StringBuilder sent = new StringBuilder(Drive.run(link)).append(Drive.run(link));
        assertEquals(FullSyncReason.FRESH_REPLICA, link.shipWanted());
        var source = new ScriptedSource().piece(vector("kevysnap-v4.bin")).finish();
        link.shipBegins(backlog.pin(backlog.nextOffset()), source);
        sent.append(Drive.run(link));
        assertArrayEquals(vector("snapshot-ship.bin"), Drive.bytes(sent.toString()));
    }
}
