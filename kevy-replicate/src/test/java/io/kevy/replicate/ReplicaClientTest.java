package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Argv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReplicaClientTest {
    private static final ReconnectPolicy AT_ONCE =
            new ReconnectPolicy(1, 2, 1, Integer.MAX_VALUE, new Random(1));

    private static ReplicaClient connect(int port, long fromOffset, ReconnectPolicy policy)
            throws IOException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return ReplicaClient.connect(
                new ReplicaClient.Options(host, port, "test", fromOffset, 5_000, policy));
    }

    private static TestPrimary primary(long firstOffset) throws IOException {
        return new TestPrimary(new Backlog(BacklogLimits.standard(), firstOffset), "image");
    }

    private static String shown(@Nullable ReplicaEvent event) {
        return switch (event) {
            case null -> "closed";
            case ReplicaEvent.SnapshotBegin() -> "begin";
            case ReplicaEvent.SnapshotChunk(byte[] bytes) -> "chunk " + Drive.text(bytes);
            case ReplicaEvent.SnapshotEnd(long ackOffset) -> "end " + ackOffset;
            case ReplicaEvent.Frame(long offset, Argv command) -> offset + " " + command;
        };
    }

    private static List<String> take(ReplicaClient client, int count) throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(shown(client.next()));
        }
        return events;
    }

    @Test
    void aClientFollowsAPrimary() throws Exception {
        try (TestPrimary primary = primary(0);
                ReplicaClient client = connect(primary.port(), 0, AT_ONCE)) {
            primary.write("SET", "a", "1");
            primary.write("DEL", "a");
            assertEquals(List.of("0 [SET, a, 1]", "1 [DEL, a]"), take(client, 2));
            assertEquals(2, client.nextOffset());
            assertNull(client.lastFailure());
        }
    }

    @Test
    void aClientWithAForeignOffsetGetsASnapshotFirst() throws Exception {
        try (TestPrimary primary = primary(500);
                ReplicaClient client = connect(primary.port(), 7, AT_ONCE)) {
            assertEquals(List.of("begin", "chunk image"), take(client, 2));
            assertEquals(7, client.nextOffset());
            assertEquals(List.of("end 500"), take(client, 1));
            assertEquals(500, client.nextOffset());
            primary.write("SET", "a", "1");
            assertEquals(List.of("500 [SET, a, 1]"), take(client, 1));
        }
    }

    @Test
    void aLostConnectionIsResumedWithoutGapOrRepetition() throws Exception {
        try (TestPrimary primary = primary(0);
                ReplicaClient client = connect(primary.port(), 0, AT_ONCE)) {
            List<String> expected = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 50; i++) {
                    expected.add(expected.size() + " [SET, a, " + expected.size() + "]");
                    primary.write("SET", "a", "" + (expected.size() - 1));
                }
                seen.addAll(take(client, 25));
                primary.cut();
            }
            seen.addAll(take(client, expected.size() - seen.size()));
            assertEquals(expected, seen);
            assertNotNull(client.lastFailure());
        }
    }

    @Test
    void closingFromAnotherThreadEndsAWaitingNext() throws Exception {
        try (TestPrimary primary = primary(0)) {
            for (int round = 0; round < 30; round++) {
                int spins = round * round * 100;
                try (ReplicaClient client = connect(primary.port(), 0, AT_ONCE)) {
                    Thread closer = Thread.ofPlatform().start(() -> closeAfter(spins, client));
                    assertNull(client.next());
                    closer.join();
                    assertNull(client.next());
                }
            }
        }
    }

    private static void closeAfter(int spins, ReplicaClient client) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
        client.close();
        client.close();
    }

    @Test
    void closingEndsTheWaitBeforeTheNextAttempt() throws Exception {
        var forEver = new ReconnectPolicy(1L << 40, 1L << 40, 0, 100, new Random(1));
        try (TestPrimary primary = primary(0);
                ReplicaClient client = connect(primary.port(), 0, forEver)) {
            Thread closer = Thread.ofPlatform().start(() -> closeAfterAFailure(client));
            primary.stop();
            assertNull(client.next());
            closer.join();
        }
    }

    private static void closeAfterAFailure(ReplicaClient client) {
        while (client.lastFailure() == null) {
            Thread.onSpinWait();
        }
        client.close();
    }

    @Test
    void aRefusedFirstConnectionIsReported() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThrows(IOException.class, () -> connect(port, 0, AT_ONCE));
    }

    @Test
    void theClientGivesUpAfterTheAttemptsOfItsPolicy() throws Exception {
        var thrice = new ReconnectPolicy(1, 1, 0, 3, new Random(1));
        try (TestPrimary primary = primary(0);
                ReplicaClient client = connect(primary.port(), 0, thrice)) {
            primary.write("PING");
            client.next();
            primary.stop();
            var e = assertThrows(IOException.class, client::next);
            assertTrue(e.getMessage().startsWith("3 failures in a row"), e.getMessage());
            assertInstanceOf(IOException.class, e.getCause());
        }
    }

    @Test
    void aPrimaryThatTalksNonsenseIsLeftAndTriedAgain() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ReplicaClient client = connect(listener.getLocalPort(), 0, AT_ONCE)) {
            try (var first = listener.accept()) {
                first.getOutputStream().write(Drive.bytes("+ACK 0\r\n" + Drive.frame(1, "PING")));
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try (var second = listener.accept()) {
                                        second.getOutputStream()
                                                .write(
                                                        Drive.bytes(
                                                                "+ACK 0\r\n"
                                                                        + Drive.frame(0, "PING")));
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });
                assertEquals("0 [PING]", shown(client.next()));
            }
            IOException failure = assertInstanceOf(IOException.class, client.lastFailure());
            assertEquals("frame 0 expected, frame 1 arrived", failure.getMessage());
        }
    }

    @Test
    void delaysDoubleUpToTheirMaximumAndChanceShortensThem() {
        var plain = new ReconnectPolicy(100, 1_000, 0, 9, new Random(1));
        long[] delays = new long[6];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = plain.delayMillis(i + 1);
        }
        assertEquals("[100, 200, 400, 800, 1000, 1000]", Arrays.toString(delays));
        var shaken = new ReconnectPolicy(100, 1_000, 0.5, 9, new Random(1));
        for (int i = 0; i < 1_000; i++) {
            long delay = shaken.delayMillis(2);
            assertTrue(delay >= 100 && delay <= 200, delay + " ms");
        }
        assertTrue(shaken.delayMillis(Integer.MAX_VALUE) <= 1_000);
    }

    @Test
    void aPolicyIsChecked() {
        Random random = new Random(1);
        assertThrows(
                IllegalArgumentException.class, () -> new ReconnectPolicy(-1, 1, 0, 1, random));
        assertThrows(
                IllegalArgumentException.class, () -> new ReconnectPolicy(2, 1, 0, 1, random));
        assertThrows(
                IllegalArgumentException.class, () -> new ReconnectPolicy(1, 1, 1.1, 1, random));
        assertThrows(
                IllegalArgumentException.class, () -> new ReconnectPolicy(1, 1, 0, 0, random));
    }
}
