package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Argv;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaLinkTest {
    private final ReplicaLink link = new ReplicaLink("r1", 100);
    private final RecordedEvents events = new RecordedEvents();

    private void feed(String latin1) throws LinkException {
        byte[] bytes = Drive.bytes(latin1);
        link.feed(bytes, 0, bytes.length, events);
    }

    private void assertBreaks(String message, String latin1) {
        var e = assertThrows(LinkException.class, () -> feed(latin1));
        assertEquals(message, e.getMessage());
        assertEquals(ReplicaLink.State.BROKEN, link.state());
        assertThrows(LinkException.class, () -> feed(""));
    }

    @Test
    void theRequestIsAHandshake() {
        assertEquals(
                "*5\r\n$9\r\nREPLICATE\r\n$4\r\nFROM\r\n$3\r\n100\r\n$2\r\nID\r\n$2\r\nr1\r\n",
                Drive.text(link.request()));
    }

    @Test
    void framesAdvanceTheNextOffset() throws LinkException {
        feed("+ACK 100\r\n" + Drive.frame(100, "SET", "k", "v") + Drive.frame(101, "DEL", "k"));
        assertEquals(List.of("ack 100", "frame 100", "frame 101"), events.events);
        assertEquals(102, link.nextOffset());
    }

    @Test
    void aGapInTheOffsetsBreaksTheLink() throws LinkException {
        feed("+ACK 100\r\n" + Drive.frame(100, "PING"));
        assertBreaks("frame 101 expected, frame 102 arrived", Drive.frame(102, "PING"));
        assertEquals(101, link.nextOffset());
    }

    @Test
    void aRepeatedOffsetBreaksTheLink() throws LinkException {
        feed("+ACK 100\r\n" + Drive.frame(100, "PING"));
        assertBreaks("frame 101 expected, frame 100 arrived", Drive.frame(100, "PING"));
    }

    @Test
    void aBadFrameBreaksTheLinkAndSaysWhere() throws LinkException {
        feed("+ACK 100\r\n");
        assertBreaks(
                "instead of frame 100: the frame's offset is negative", "*2\r\n:-1\r\n*1\r\n");
    }

    @Test
    void aRefusalIsReported() {
        assertBreaks(
                "the primary refused: ERR unknown command 'REPLICATE'",
                "-ERR unknown command 'REPLICATE'\r\n");
    }

    @Test
    void anAcknowledgementOfAnotherOffsetBreaksTheLink() {
        assertBreaks("asked for 100, acknowledged was 0", "+ACK 0\r\n");
    }

    @Test
    void somethingElseThanAnAcknowledgementBreaksTheLink() {
        assertBreaks("expected +ACK <number>, got '+OK'", "+OK\r\n");
    }

    @Test
    void anOverLongControlLineBreaksTheLink() {
        var e = assertThrows(LinkException.class, () -> feed("+" + "x".repeat(256) + "\r\n"));
        assertTrue(e.getMessage().startsWith("line of over 256 bytes: +xxx"), e.getMessage());
    }

    @Test
    void anUnknownControlLineBreaksTheLink() throws LinkException {
        feed("+ACK 100\r\n");
        assertBreaks("expected +SNAPSHOT or a frame, got '+SNAPSHOTS'", "+SNAPSHOTS\r\n");
    }

    @Test
    void aSnapshotMayBeginBetweenFrames() throws LinkException {
        feed("+ACK 100\r\n" + Drive.frame(100, "PING"));
        feed("+SNAPSHOT\r\n$2\r\nab\r\n$1\r\nc\r\n");
        assertEquals(ReplicaLink.State.RECEIVING_SNAPSHOT, link.state());
        feed("+SNAPSHOT_END 500\r\n" + Drive.frame(500, "PING"));
        assertEquals(
                List.of("ack 100", "frame 100", "begin", "end 500", "frame 500"), events.events);
        assertEquals("abc", Drive.text(events.snapshot.toByteArray()));
        assertEquals(501, link.nextOffset());
    }

    @Test
    void anInterruptedShipResumesFromBeforeTheShip() throws LinkException {
        feed("+ACK 100\r\n" + Drive.frame(100, "PING") + "+SNAPSHOT\r\n$10\r\nabc");
        assertEquals(101, link.nextOffset());
    }

    @Test
    void chunksHaveOneTo65536Bytes() throws LinkException {
        feed("+ACK 100\r\n+SNAPSHOT\r\n$65536\r\n" + "x".repeat(65536) + "\r\n");
        assertEquals(65536, events.snapshot.size());
        assertBreaks("chunk of 65537 bytes, allowed are 1..65536", "$65537\r\n");
    }

    @Test
    void anEmptyChunkBreaksTheLink() throws LinkException {
        feed("+ACK 100\r\n+SNAPSHOT\r\n");
        assertBreaks("chunk of 0 bytes, allowed are 1..65536", "$0\r\n\r\n");
    }

    @Test
    void aChunkOfNoNumberBreaksTheLink() throws LinkException {
        feed("+ACK 100\r\n+SNAPSHOT\r\n");
        assertBreaks("expected $<number>, got '$-1'", "$-1\r\n");
    }

    @Test
    void aChunkEndsWithCrLf() throws LinkException {
        feed("+ACK 100\r\n+SNAPSHOT\r\n$2\r\nab\r");
        assertBreaks("a chunk does not end with CRLF", "x");
    }

    @Test
    void aFrameWithinASnapshotBreaksTheLink() throws LinkException {
        feed("+ACK 100\r\n+SNAPSHOT\r\n");
        assertBreaks("expected +SNAPSHOT_END <number>, got '*2'", Drive.frame(100, "PING"));
    }

    @Test
    void aWholeFrameIsDecodedInPlace() throws LinkException {
        byte[] bytes = Drive.bytes("+ACK 100\r\n" + Drive.frame(100, "SET", "k", "v"));
        List<byte[]> arrays = new ArrayList<>();
        link.feed(bytes, 0, bytes.length, new Frames((_, command) -> arrays.add(command.bytes())));
        assertEquals(1, arrays.size());
        assertSame(bytes, arrays.get(0));
    }

    @Test
    void chunkBytesAreHandedOnAsTheyArrive() throws LinkException {
        feed("+ACK 100\r\n+SNAPSHOT\r\n$1000\r\n");
        feed("a");
        assertEquals(1, events.snapshot.size());
        feed("b".repeat(998));
        assertEquals(999, events.snapshot.size());
    }

    @Test
    void aFrameOverTheLimitBreaksTheLinkBeforeItIsAllThere() throws LinkException {
        ReplicaLink small = new ReplicaLink("r1", 0, new ReplicaLimits(256, 100, 200, 500_000));
        byte[] begin = Drive.bytes("+ACK 0\r\n*2\r\n:0\r\n*2\r\n$3\r\nSET\r\n$500000\r\n");
        small.feed(begin, 0, begin.length, events);
        byte[] more = new byte[200];
        var e =
                assertThrows(
                        LinkException.class, () -> small.feed(more, 0, more.length, events));
        assertEquals("frame 0 is over 200 bytes", e.getMessage());
    }

    @Test
    void anEventThatIsNotTakenBreaksTheLinkAndIsNotCounted() throws LinkException {
        feed("+ACK 100\r\n" + Drive.frame(100, "PING"));
        byte[] frame = Drive.bytes(Drive.frame(101, "PING"));
        var failing =
                new Frames(
                        (_, _) -> {
                            throw new IllegalStateException("full");
                        });
        assertThrows(
                IllegalStateException.class, () -> link.feed(frame, 0, frame.length, failing));
        assertEquals(101, link.nextOffset());
        assertEquals(ReplicaLink.State.BROKEN, link.state());
    }

    @Test
    void messagesShowNothingThatMovesTheCursor() {
        assertBreaks("expected +ACK <number>, got '+?[2J'", "+\u001b[2J\r\n");
    }

    /** Reports frames only. */
    private record Frames(FrameTaker taker) implements ReplicaEvents {
        private interface FrameTaker {
            void take(long offset, Argv command);
        }

        @Override
        public void acknowledged(long offset) {}

        @Override
        public void snapshotBegin() {}

        @Override
        public void snapshotChunk(byte[] bytes, int offset, int length) {}

        @Override
        public void snapshotEnd(long ackOffset) {}

        @Override
        public void frame(long offset, Argv command) {
            taker.take(offset, command);
        }
    }

    private static ReplicaLink largeFrom64(ScarceChunks memory) {
        return new ReplicaLink("r1", 100, new ReplicaLimits(256, 100, 500_000, 64), memory);
    }

    private void feed(ReplicaLink target, byte[] bytes, int to) throws LinkException {
        for (int at = 0; at < to; at += 401) {
            target.feed(bytes, at, Math.min(at + 401, to), events);
        }
    }

    @Test
    void aLargeArgumentCutAnywhereArrivesWhole() throws LinkException {
        String value = "0123456789".repeat(10);
        byte[] bytes =
                Drive.bytes(
                        "+ACK 100\r\n"
                                + Drive.frame(100, "SET", "k", value)
                                + Drive.frame(101, "MSET", value, "\r\n", "k", value)
                                + Drive.frame(102, "DEL", "k"));
        for (int first = 0; first < bytes.length; first++) {
            for (int second = first; second < bytes.length; second += 7) {
                var memory = new ScarceChunks();
                var cut = new RecordedEvents();
                var large = largeFrom64(memory);
                large.feed(bytes, 0, first, cut);
                large.feed(bytes, first, second, cut);
                large.feed(bytes, second, bytes.length, cut);
                assertEquals(
                        List.of(
                                List.of("SET", "k", value),
                                List.of("MSET", value, "\r\n", "k", value),
                                List.of("DEL", "k")),
                        cut.frames,
                        first + ", " + second);
                assertEquals(0, memory.chunksHeld());
            }
        }
    }

    @Test
    void aLargeArgumentInAThousandPiecesStandsInNativeMemory() throws LinkException {
        var memory = new ScarceChunks();
        var large = largeFrom64(memory);
        String value = "0123456789".repeat(40_000);
        byte[] bytes = Drive.bytes("+ACK 100\r\n" + Drive.frame(100, "SET", "k", value));
        feed(large, bytes, bytes.length);
        assertEquals(List.of(List.of("SET", "k", value)), events.frames);
        assertEquals(0, memory.chunksHeld());
    }

    @Test
    void aLinkGivesBackItsMemoryHoweverItEnds() throws LinkException {
        String value = "0123456789".repeat(40_000);
        byte[] bytes = Drive.bytes("+ACK 100\r\n" + Drive.frame(100, "MSET", "k", value, value));
        var memory = new ScarceChunks();
        for (int cut : new int[] {1_000, 300_000, 400_049, 400_053}) {
            var closed = largeFrom64(memory);
            feed(closed, bytes, cut);
            assertTrue(memory.chunksHeld() > 0, "cut at " + cut);
            closed.close();
            closed.close();
            assertEquals(0, memory.chunksHeld());
        }
        memory.grant(3);
        var starved = largeFrom64(memory);
        var e = assertThrows(LinkException.class, () -> feed(starved, bytes, 300_000));
        assertEquals("frame 100 finds no memory for an argument of 400000 bytes", e.getMessage());
        assertEquals(0, memory.chunksHeld());
        memory.grant(Long.MAX_VALUE);
        var over = largeFrom64(memory);
        e = assertThrows(LinkException.class, () -> feed(over, bytes, bytes.length - 2));
        assertEquals("frame 100 is over 500000 bytes", e.getMessage());
        assertEquals(0, memory.chunksHeld());
    }
}
