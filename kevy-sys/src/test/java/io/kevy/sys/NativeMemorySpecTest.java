package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes from and to native memory, one piece and several at a time. */
class NativeMemorySpecTest extends TransportSpec {
    private final Arena arena = closing(Arena.ofShared());

    private MemorySegment memory(String ascii) {
        return arena.allocateFrom(ascii);
    }

    private static String text(MemorySegment memory, long offset, int length) {
        var bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Test
    void aPartOfASegmentArrivesInAPartOfAnother() throws IOException {
        Pair pair = pair();
        assertEquals(4, pair.near().write(memory("-ping-"), 1, 4));
        var target = memory("----------");
        try (Poller poller = transport.openPoller()) {
            poller.register(pair.far(), Poller.READ, pair);
            assertReady(Poller.READ, poller, pair);
            assertEquals(3, pair.far().read(target, 2, 3));
            assertEquals(1, pair.far().read(target, 5, 5));
            assertEquals(0, pair.far().read(target, 6, 4));
        }
        assertEquals("--ping----", text(target, 0, 10));
    }

    @Test
    void theEndOfTheStreamIsMinusOne() throws IOException {
        Pair pair = pair();
        pair.far().close();
        var target = memory("xx");
        try (Poller poller = transport.openPoller()) {
            poller.register(pair.near(), Poller.READ, pair);
            assertTrue(poller.poll(5_000_000_000L) > 0);
        }
        assertEquals(-1, pair.near().read(target, 0, 2));
    }

    @Test
    void memoryOnTheHeapAndForeignRangesAreRefused() throws IOException {
        Pair pair = pair();
        var heap = MemorySegment.ofArray(new byte[4]);
        assertThrows(IllegalArgumentException.class, () -> pair.near().read(heap, 0, 4));
        assertThrows(IllegalArgumentException.class, () -> pair.near().write(heap, 0, 4));
        assertThrows(IllegalArgumentException.class, () -> new Gathering().add(heap, 0, 4));
        var memory = memory("abc"); // and a zero
        assertThrows(IndexOutOfBoundsException.class, () -> pair.near().read(memory, 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> pair.near().write(memory, -1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> new Gathering().add(memory, 3, 2));
    }

    @Test
    void gatheredPiecesArriveOneBehindTheOther() throws IOException {
        Pair pair = pair();
        var pieces = new Gathering();
        assertEquals(0, pair.near().write(pieces));
        assertTrue(pieces.add(memory("one"), 0, 3));
        assertTrue(pieces.add(memory("--two--"), 2, 3));
        assertTrue(pieces.add(memory("nothing"), 0, 0));
        assertTrue(pieces.add(memory("three"), 0, 5));
        assertEquals(11, pieces.bytes());
        assertEquals(11, pair.near().write(pieces));
        assertArrayEquals("onetwothree".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                readFully(pair.far(), 11));
        pieces.clear();
        assertEquals(0, pieces.count());
        assertEquals(0, pair.near().write(pieces));
    }

    @Test
    void aGatheringTakesAsManyPiecesAsItSays() {
        var pieces = new Gathering();
        var byteOfIt = memory("x");
        for (int i = 0; i < Gathering.PIECES_MAX; i++) {
            assertTrue(pieces.add(byteOfIt, 0, 1));
        }
        assertFalse(pieces.add(byteOfIt, 0, 1));
        assertEquals(Gathering.PIECES_MAX, pieces.count());
    }

    @Test
    void aGatheredWriteMayEndWithinAPiece() throws IOException {
        Pair pair = pair();
        int pieceBytes = 1 << 20;
        int total = 16 * pieceBytes;
        var source = arena.allocate(total);
        var bytes = new byte[total];
        new Random(11).nextBytes(bytes);
        MemorySegment.copy(bytes, 0, source, ValueLayout.JAVA_BYTE, 0, total);
        var target = arena.allocate(total);
        var pieces = new Gathering();
        int sent = 0;
        int received = 0;
        Poller poller = poller();
        poller.register(pair.near(), Poller.WRITE, "near");
        poller.register(pair.far(), Poller.READ, "far");
        boolean inPart = false;
        while (received < total) {
            int count = poller.poll(5_000_000_000L);
            assertTrue(count > 0, "stuck at " + sent + " sent, " + received + " received");
            for (int i = 0; i < count; i++) {
                if (poller.attachment(i).equals("far")) {
                    int got = pair.far().read(target, received, total - received);
                    received += Math.max(got, 0);
                    continue;
                }
                pieces.clear();
                for (int at = sent; at < total; at = at - at % pieceBytes + pieceBytes) {
                    pieces.add(source, at, pieceBytes - at % pieceBytes);
                }
                sent += pair.near().write(pieces);
                inPart |= sent % pieceBytes != 0;
                if (sent == total) {
                    poller.interest(pair.near(), 0);
                }
            }
        }
        assertTrue(inPart, "no write ended within a piece");
        assertEquals(-1, source.mismatch(target));
    }
}
