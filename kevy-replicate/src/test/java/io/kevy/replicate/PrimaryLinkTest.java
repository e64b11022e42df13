package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrimaryLinkTest {
    private static final LinkLimits SMALL = Drive.smallLimits();
    private static final CloseReason GONE = new CloseReason.PeerClosed();

    private final Backlog backlog = new Backlog(new BacklogLimits(2_000, 2_000), 100);

    private PrimaryLink fresh() {
        return new PrimaryLink(backlog, SMALL, Drive.PEER);
    }

    private static void assertClosed(
            PrimaryLink link, @Nullable String replicaId, long sentOffset, CloseReason reason) {
        var expected = new ReplicaState.Closed(replicaId, sentOffset, reason);
        assertEquals(expected, link.state());
        assertFalse(link.hasOutput());
        assertEquals(0, link.pump());
        Drive.receive(link, "*1\r\n$4\r\nPING\r\n");
        assertEquals(expected, link.state());
    }

    private void writeFrames(int count) {
        for (int i = 0; i < count; i++) {
            Drive.write(backlog, "SET", "key", "value");
        }
    }

    // ---- life cycle

    @Test
    void aReplicaGetsItsAcknowledgementAndThenTheFramesItAskedFor() {
        writeFrames(3);
        PrimaryLink link = fresh();
        assertInstanceOf(ReplicaState.HandshakePending.class, link.state());
        Drive.receive(link, Drive.text(Handshake.request(101, "r1")));
        assertEquals(new ReplicaState.AckSent("r1", 101), link.state());
        assertEquals(0, link.pump());
        assertEquals("+ACK 101\r\n", Drive.take(link));
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
        assertEquals(
                Drive.frame(101, "SET", "key", "value") + Drive.frame(102, "SET", "key", "value"),
                Drive.run(link));
        assertEquals(103, link.sentOffset());
        assertEquals(103, link.writtenOffset());
        Drive.write(backlog, "DEL", "key");
        assertEquals(Drive.frame(103, "DEL", "key"), Drive.run(link));
    }

    @Test
    void streamingBeginsWhenTheAcknowledgementIsDrained() {
        PrimaryLink link = Drive.acknowledged(backlog, SMALL, 100);
        assertEquals("+ACK", Drive.take(link, 4));
        assertInstanceOf(ReplicaState.AckSent.class, link.state());
        assertEquals(" 100\r\n", Drive.take(link));
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
    }

    @Test
    void aSecondAdvanceAfterTheAckDoesNothing() {
        PrimaryLink link = Drive.acknowledged(backlog, SMALL, 100);
        ReplicaState acknowledged = link.state();
        assertFalse(link.advance());
        assertSame(acknowledged, link.state());
        assertEquals("+ACK 100\r\n", Drive.take(link));
        ReplicaState streaming = link.state();
        assertFalse(link.advance());
        assertSame(streaming, link.state());
        assertFalse(link.hasOutput());
    }

    @Test
    void aCloseFromEveryStateKeepsIdAndOffsetAndIsIdempotent() {
        PrimaryLink pending = fresh();
        pending.close(GONE);
        assertClosed(pending, null, 0, GONE);

        PrimaryLink acknowledged = Drive.acknowledged(backlog, SMALL, 77);
        acknowledged.close(GONE);
        assertClosed(acknowledged, "r1", 77, GONE);

        writeFrames(4);
        PrimaryLink streaming = Drive.streaming(backlog, SMALL, 101);
        streaming.pump();
        streaming.close(GONE);
        assertClosed(streaming, "r1", 104, GONE);

        PrimaryLink shipping = Drive.shipping(backlog, SMALL, new ScriptedSource());
        writeFrames(1);
        shipping.close(GONE);
        assertClosed(shipping, "r1", 104, GONE);

        for (PrimaryLink link : new PrimaryLink[] {pending, acknowledged, streaming, shipping}) {
            ReplicaState closed = link.state();
            link.close(new CloseReason.ByOwner("again"));
            assertSame(closed, link.state());
        }
    }

    @Test
    void onlyTheTransitionsOfTheDiagramAreAllowed() {
        BacklogCursor cursor = backlog.cursor(100);
        ReplicaState[] states = {
            new ReplicaState.HandshakePending(),
            new ReplicaState.AckSent("r1", 100),
            new ReplicaState.Streaming("r1", cursor, null),
            new ReplicaState.SnapshotShipping(
                    "r1",
                    FullSyncReason.FRESH_REPLICA,
                    100,
                    0,
                    backlog.pin(100),
                    new ScriptedSource()),
            new ReplicaState.Closed("r1", 100, GONE)
        };
        String[] allowed = {"01001", "00101", "00011", "00101", "00000"};
        for (int from = 0; from < states.length; from++) {
            for (int to = 0; to < states.length; to++) {
                assertEquals(
                        allowed[from].charAt(to) == '1',
                        states[from].mayBecome(states[to]),
                        states[from].text() + " -> " + states[to].text());
            }
        }
    }

    @Test
    void aVanishedPeerShowsAllZeros() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere", 5);
        for (PrimaryLink link : new PrimaryLink[] {
            new PrimaryLink(backlog, SMALL, null),
            new PrimaryLink(backlog, SMALL, unresolved)
        }) {
            assertEquals("0.0.0.0", link.peer().getAddress().getHostAddress());
            assertEquals(0, link.peer().getPort());
        }
        assertEquals(Drive.PEER, fresh().peer());
    }

    // ---- handshake

    @Test
    void aPartialHandshakeWaits() {
        PrimaryLink link = fresh();
        for (byte b : Handshake.request(100, "r1")) {
            assertInstanceOf(ReplicaState.HandshakePending.class, link.state());
            assertFalse(link.hasOutput());
            assertFalse(link.advance());
            link.receive(new byte[] {b}, 0, 1);
        }
        assertEquals(new ReplicaState.AckSent("r1", 100), link.state());
    }

    @Test
    void wrongVerbArityGarbageMalformedRespBadOffsetAndBadIdAreToldApart() {
        assertRejected(new HandshakeRejection.BadCommand("SYNC"), "SYNC FROM 0 ID r1\r\n");
        assertRejected(new HandshakeRejection.WrongArity(4), "REPLICATE FROM 0 ID\r\n");
        assertRejected(new HandshakeRejection.WrongArity(1), "!garbage\r\n");
        assertRejected(
                new HandshakeRejection.BadCommand("Protocol error: expected '$', got '+'"),
                "*5\r\n+REPLICATE\r\n");
        assertRejected(new HandshakeRejection.BadFromKeyword(), "REPLICATE TO 0 ID r1\r\n");
        assertRejected(new HandshakeRejection.BadOffset(), "REPLICATE FROM -1 ID r1\r\n");
        assertRejected(new HandshakeRejection.BadIdKeyword(), "REPLICATE FROM 0 AS r1\r\n");
        assertRejected(new HandshakeRejection.BadReplicaId(), "REPLICATE FROM 0 ID \"\"\r\n");
    }

    private void assertRejected(HandshakeRejection cause, String handshake) {
        PrimaryLink link = fresh();
        Drive.receive(link, handshake);
        assertClosed(link, null, 0, new CloseReason.HandshakeRejected(cause));
    }

    @Test
    void anOverLongHandshakeCloses() {
        PrimaryLink link = fresh();
        String begin = "*5\r\n$9\r\nREPLICATE\r\n$4\r\nFROM\r\n$1\r\n0\r\n$2\r\nID\r\n$4090\r\n";
        Drive.receive(link, begin);
        Drive.receive(link, "x".repeat(4095 - begin.length()));
        assertInstanceOf(ReplicaState.HandshakePending.class, link.state());
        Drive.receive(link, "x");
        assertClosed(link, null, 0, new CloseReason.HandshakeTooLong(4096));
    }

    @Test
    void aHandshakeThatJustFitsIsAccepted() {
        String id = "x".repeat(4096 - Handshake.request(0, "x".repeat(1000)).length + 1000);
        PrimaryLink link = fresh();
        byte[] request = Handshake.request(0, id);
        assertEquals(4096, request.length);
        link.receive(request, 0, request.length);
        assertEquals(new ReplicaState.AckSent(id, 0), link.state());
    }

    @Test
    void inputAfterTheHandshakeIsDiscardedAndTooMuchOfItCloses() {
        PrimaryLink link = fresh();
        Drive.receive(link, Drive.text(Handshake.request(100, "r1")) + "x".repeat(30));
        Drive.take(link);
        Drive.receive(link, "x".repeat(34));
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
        Drive.receive(link, "x");
        assertClosed(link, "r1", 100, new CloseReason.InputOverLimit(64));
    }

    // ---- output

    @Test
    void thePumpMovesAtMostItsBudgetPerTurn() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        writeFrames(20);
        assertEquals(256, link.pump());
        assertEquals(256, link.pump());
        assertEquals(512, link.outputTo() - link.outputFrom());
    }

    @Test
    void thePumpStopsWhileHalfOfTheCapIsPending() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        writeFrames(40);
        link.pump();
        link.pump();
        assertEquals(0, link.pump());
        Drive.take(link, 1);
        assertEquals(256, link.pump());
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
    }

    @Test
    void theOutputCapCloses() {
        LinkLimits limits = new LinkLimits(4096, 1024, 1000, 64, 64);
        PrimaryLink link = Drive.streaming(backlog, limits, 100);
        writeFrames(1);
        link.pump();
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
        writeFrames(30);
        link.pump();
        assertInstanceOf(ReplicaState.Closed.class, link.state());
        assertClosed(link, "r1", link.sentOffset(), new CloseReason.OutputOverCap(1024));
    }

    @Test
    void theStandardLimitsKeepAPumpedLinkBelowItsCap() {
        LinkLimits standard = LinkLimits.standard();
        Backlog large = new Backlog(new BacklogLimits(16 << 20, 0), 0);
        PrimaryLink link = Drive.streaming(large, standard, 0);
        Drive.write(large, "SET", "key", "x".repeat(8 << 20));
        int turns = 0;
        while (link.pump() > 0) {
            turns++;
        }
        assertEquals(8, turns);
        assertEquals(2 << 20, link.outputTo() - link.outputFrom());
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
        int length = Drive.take(link).length() + Drive.run(link).length();
        assertEquals(large.bytes(), length);
        assertTrue(link.output().length <= 2 * standard.pumpBytesMax(), "memory is given back");
    }

    @Test
    void theWrittenOffsetIsWhatTheSocketTook() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        writeFrames(2);
        link.pump();
        assertEquals(102, link.sentOffset());
        Drive.take(link, 10);
        assertEquals(100, link.writtenOffset());
        Drive.take(link);
        assertEquals(102, link.writtenOffset());
    }

    @Test
    void whatIsUnsentIsInTheOutputOrTheBacklog() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        assertEquals(0, link.unsentBytes());
        writeFrames(20);
        assertEquals(backlog.bytes(), link.unsentBytes());
        link.pump();
        Drive.take(link, 100);
        assertEquals(backlog.bytes() - 100, link.unsentBytes());
        PrimaryLink shipping = Drive.shipping(backlog, SMALL, new ScriptedSource());
        Drive.take(shipping);
        long before = backlog.bytes();
        writeFrames(3);
        assertEquals(backlog.bytes() - before, shipping.unsentBytes());
        writeFrames(200);
        assertEquals(0, shipping.unsentBytes(), "it is overrun");
        shipping.close(GONE);
        assertEquals(0, shipping.unsentBytes());
    }

    // ---- full sync

    @Test
    void aTooOldOffsetShips() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 99);
        assertNull(link.shipWanted());
        assertEquals(0, link.pump());
        assertEquals(FullSyncReason.OFFSET_TOO_OLD, link.shipWanted());
        var source = new ScriptedSource().piece("image").finish();
        assertTrue(link.shipBegins(backlog.pin(100), source));
        assertEquals("+SNAPSHOT\r\n$5\r\nimage\r\n+SNAPSHOT_END 100\r\n", Drive.run(link));
        assertInstanceOf(ReplicaState.Streaming.class, link.state());
        assertEquals(1, source.closes);
    }

    @Test
    void aFutureOffsetShips() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 101);
        link.pump();
        assertEquals(FullSyncReason.OFFSET_IN_FUTURE, link.shipWanted());
        assertEquals(0, link.writtenOffset());
        link.shipBegins(backlog.pin(100), new ScriptedSource().finish());
        assertEquals("+SNAPSHOT\r\n+SNAPSHOT_END 100\r\n", Drive.run(link));
        assertEquals(100, link.writtenOffset());
    }

    @Test
    void aFreshReplicaShipsUnlessTheFramesReachBackToTheBeginning() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 0);
        link.pump();
        assertEquals(FullSyncReason.FRESH_REPLICA, link.shipWanted());

        Backlog whole = new Backlog(BacklogLimits.standard(), 0);
        PrimaryLink streaming = Drive.streaming(whole, SMALL, 0);
        streaming.pump();
        assertNull(streaming.shipWanted());
    }

    @Test
    void aReplicaThatFallsBehindBetweenFramesShips() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        writeFrames(1);
        Drive.run(link);
        writeFrames(100);
        link.pump();
        assertEquals(FullSyncReason.FELL_BEHIND, link.shipWanted());
    }

    @Test
    void aFrameDroppedWhileHalfSentCloses() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        Drive.write(backlog, "SET", "key", "x".repeat(300));
        link.pump();
        Drive.take(link);
        writeFrames(100);
        link.pump();
        assertClosed(link, "r1", 100, new CloseReason.FrameDropped(100));
    }

    @Test
    void aWriteWhileShippingReachesTheReplicaAfterTheEndMarker() throws LinkException {
        Drive.write(backlog, "SET", "before", "1");
        var source = new ScriptedSource();
        PrimaryLink link = Drive.streaming(backlog, SMALL, 0);
        ReplicaLink replica = new ReplicaLink("r1", 0);
        RecordedEvents events = new RecordedEvents();
        feed(replica, "+ACK 0\r\n", events);
        link.pump();
        link.shipBegins(backlog.pin(backlog.nextOffset()), source);
        feed(replica, Drive.run(link), events);
        Drive.write(backlog, "SET", "while", "2");
        source.piece("half");
        feed(replica, Drive.run(link), events);
        Drive.write(backlog, "SET", "while", "3");
        source.piece("other").finish();
        feed(replica, Drive.run(link), events);
        assertEquals(
                java.util.List.of("ack 0", "begin", "end 101", "frame 101", "frame 102"),
                events.events);
        assertEquals("halfother", Drive.text(events.snapshot.toByteArray()));
        assertEquals("[[SET, while, 2], [SET, while, 3]]", events.frames.toString());
    }

    private static void feed(ReplicaLink replica, String latin1, ReplicaEvents events)
            throws LinkException {
        byte[] bytes = Drive.bytes(latin1);
        replica.feed(bytes, 0, bytes.length, events);
    }

    @Test
    void longPiecesAreSplitIntoChunks() {
        var source = new ScriptedSource().piece("a".repeat(64) + "b".repeat(10)).piece("").finish();
        PrimaryLink link = Drive.shipping(backlog, SMALL, source);
        assertEquals(
                "+SNAPSHOT\r\n$64\r\n"
                        + "a".repeat(64)
                        + "\r\n$10\r\n"
                        + "b".repeat(10)
                        + "\r\n+SNAPSHOT_END 100\r\n",
                Drive.run(link));
    }

    @Test
    void theBudgetsHoldForChunksToo() {
        var source = new ScriptedSource().piece("a".repeat(2_000));
        PrimaryLink link = Drive.shipping(backlog, SMALL, source);
        int chunk = 64 + "$64\r\n\r\n".length();
        Drive.take(link);
        assertEquals(256 / chunk * chunk, link.pump());
        while (link.pump() > 0) {
            assertTrue(link.outputTo() - link.outputFrom() < 512 + 256);
        }
        assertTrue(link.outputTo() - link.outputFrom() >= 512);
        assertInstanceOf(ReplicaState.SnapshotShipping.class, link.state());
    }

    @Test
    void framesAfterTheAckOffsetAreKeptUntilTheyAreSent() {
        var source = new ScriptedSource();
        PrimaryLink link = Drive.shipping(backlog, SMALL, source);
        writeFrames(75);
        assertTrue(backlog.bytes() > 2_000, "more than the budget");
        assertEquals(100, backlog.firstOffset());
        source.finish();
        assertTrue(Drive.run(link).endsWith(Drive.frame(174, "SET", "key", "value")));
        assertEquals(175, link.sentOffset());
        writeFrames(1);
        assertTrue(backlog.bytes() <= 2_000, "nothing is pinned any more");
    }

    @Test
    void framesAreKeptWhileTheReplicaCatchesUpAfterTheShip() {
        var source = new ScriptedSource().finish();
        PrimaryLink link = Drive.shipping(backlog, SMALL, source);
        writeFrames(60);
        link.pump();
        link.pump();
        long sent = link.sentOffset();
        assertTrue(sent > 100 && sent < 160);
        writeFrames(30);
        assertEquals(sent, backlog.firstOffset());
        Drive.run(link);
        assertEquals(190, link.sentOffset());
    }

    @Test
    void aPinOverrunClosesTheLinkWithItsReason() {
        var source = new ScriptedSource();
        PrimaryLink link = Drive.shipping(backlog, SMALL, source);
        writeFrames(200);
        link.pump();
        assertClosed(link, "r1", 100, new CloseReason.PinOverrun(100));
        assertEquals(1, source.closes);
        assertTrue(backlog.bytes() <= 2_000);
    }

    @Test
    void aPinOverrunAfterTheShipClosesToo() {
        PrimaryLink link = Drive.shipping(backlog, SMALL, new ScriptedSource().finish());
        link.pump();
        writeFrames(200);
        link.pump();
        assertClosed(link, "r1", 100, new CloseReason.PinOverrun(100));
    }

    @Test
    void aFailedSnapshotClosesTheLinkAndItsSource() {
        var source = new ScriptedSource().piece("half").fail("disk on fire");
        PrimaryLink link = Drive.shipping(backlog, SMALL, source);
        link.pump();
        assertClosed(link, "r1", 100, new CloseReason.SnapshotFailed("disk on fire"));
        assertEquals(1, source.closes);
        writeFrames(100);
        assertTrue(backlog.bytes() <= 2_000, "nothing is pinned any more");
    }

    @Test
    void aLinkThatClosedMeanwhileWantsNoShip() {
        PrimaryLink link = Drive.streaming(backlog, SMALL, 0);
        link.pump();
        link.close(GONE);
        var source = new ScriptedSource();
        Pin pin = backlog.pin(100);
        assertFalse(link.shipBegins(pin, source));
        assertEquals(1, source.closes);
        writeFrames(200);
        assertFalse(pin.overrun(), "it was let go before");
    }

    // ---- new history

    @Test
    void aNewHistoryShipsToALinkBetweenFrames() {
        writeFrames(3);
        PrimaryLink link = Drive.streaming(backlog, SMALL, 100);
        Drive.run(link);
        backlog.restart(5_000);
        assertEquals(0, link.pump());
        assertEquals(FullSyncReason.HISTORY_RESTARTED, link.shipWanted());
        link.shipBegins(backlog.pin(5_000), new ScriptedSource().finish());
        writeFrames(1);
        assertEquals(
                "+SNAPSHOT\r\n+SNAPSHOT_END 5000\r\n" + Drive.frame(5_000, "SET", "key", "value"),
                Drive.run(link));
    }

    @Test
    void aNewHistoryClosesALinkWithinAFrameOrAShip() {
        Drive.write(backlog, "SET", "key", "x".repeat(300));
        PrimaryLink within = Drive.streaming(backlog, SMALL, 100);
        within.pump();
        PrimaryLink shipping = Drive.shipping(backlog, SMALL, new ScriptedSource());
        backlog.restart(5_000);
        within.pump();
        shipping.pump();
        assertClosed(within, "r1", 100, new CloseReason.HistoryRestarted());
        assertClosed(shipping, "r1", 101, new CloseReason.HistoryRestarted());
    }

    // ---- limits

    @Test
    void limitsAreRelatedToEachOther() {
        LinkLimits standard = LinkLimits.standard();
        assertEquals(4 << 20, standard.outputBytesMax());
        assertEquals(256 << 10, standard.pumpBytesMax());
        assertEquals(4 << 10, standard.handshakeBytesMax());
        assertThrows(
                IllegalArgumentException.class, () -> new LinkLimits(4096, 1024, 73, 64, 64));
        assertThrows(
                IllegalArgumentException.class, () -> new LinkLimits(4096, 1024, 1025, 64, 64));
        assertThrows(
                IllegalArgumentException.class, () -> new LinkLimits(4096, 100, 74, 64, 64));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LinkLimits(4096, 1 << 20, 1 << 18, 65537, 64));
        assertThrows(
                IllegalArgumentException.class, () -> new LinkLimits(63, 1024, 256, 64, 64));
        assertThrows(
                IllegalArgumentException.class, () -> new LinkLimits(4096, 1024, 256, 64, -1));
    }
}
