package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final String FRAME = Drive.frame(10, "SET", "k", "v");

    private final Backlog backlog = new Backlog(new BacklogLimits(4L * FRAME.length(), 100), 10);

    private void writeFrames(int count) {
        for (int i = 0; i < count; i++) {
            Drive.write(backlog, "SET", "k", "v");
        }
    }

    @Test
    void framesGetConsecutiveOffsets() {
        assertEquals(10, backlog.nextOffset());
        assertEquals(10, Drive.write(backlog, "SET", "k", "v"));
        assertEquals(11, Drive.write(backlog, "DEL", "k"));
        assertEquals(12, backlog.nextOffset());
        assertEquals(10, backlog.firstOffset());
        assertEquals(2, backlog.frames());
        String both = Drive.frame(10, "SET", "k", "v") + Drive.frame(11, "DEL", "k");
        assertEquals(both.length(), backlog.bytes());
        assertEquals(both, Drive.copy(backlog.cursor(10), 1000));
        assertEquals(Drive.frame(11, "DEL", "k"), Drive.copy(backlog.cursor(11), 1000));
    }

    @Test
    void argumentsMayBeSlicesAndNumbers() {
        backlog.reserve(1, 4, 9 + 2 + 20);
        backlog.begin(4);
        backlog.arg(Drive.bytes("xPEXPIREATx"), 1, 9);
        backlog.arg(new byte[0]);
        backlog.arg(-1);
        backlog.arg(Long.MIN_VALUE);
        backlog.commit();
        assertEquals(
                Drive.frame(10, "PEXPIREAT", "", "-1", "-9223372036854775808"),
                Drive.copy(backlog.cursor(10), 7));
    }

    @Test
    void aFrameIsSeenOnlyWhenItIsCommitted() {
        backlog.reserve(1, 1, 4);
        backlog.begin(1);
        backlog.arg(Drive.bytes("PING"));
        assertEquals(BacklogRead.CAUGHT_UP, backlog.read(10));
        assertEquals(0, backlog.bytes());
        backlog.commit();
        assertEquals(BacklogRead.FRAMES, backlog.read(10));
    }

    @Test
    void aReaderFindsFramesOrIsCaughtUpTooOldOrInTheFuture() {
        writeFrames(6);
        assertEquals(12, backlog.firstOffset());
        assertEquals(BacklogRead.TOO_OLD, backlog.read(0));
        assertEquals(BacklogRead.TOO_OLD, backlog.read(11));
        assertEquals(BacklogRead.FRAMES, backlog.read(12));
        assertEquals(BacklogRead.FRAMES, backlog.read(15));
        assertEquals(BacklogRead.CAUGHT_UP, backlog.read(16));
        assertEquals(BacklogRead.FUTURE, backlog.read(17));
    }

    @Test
    void anEmptyBacklogKnowsWhereItsHistoryBegins() {
        assertEquals(BacklogRead.TOO_OLD, backlog.read(9));
        assertEquals(BacklogRead.CAUGHT_UP, backlog.read(10));
        assertEquals(BacklogRead.FUTURE, backlog.read(11));
    }

    @Test
    void theNewestFrameStaysEvenWhenItAloneIsOverTheBudget() {
        writeFrames(2);
        String big = "x".repeat(200_000);
        Drive.write(backlog, "SET", "big", big);
        assertEquals(12, backlog.firstOffset());
        assertEquals(1, backlog.frames());
        assertEquals(Drive.frame(12, "SET", "big", big), Drive.copy(backlog.cursor(12), 999));
        writeFrames(1);
        assertEquals(13, backlog.firstOffset());
        assertEquals(3L * ByteRing.CHUNK_BYTES, backlog.committedBytes(), "it is given back");
    }

    @Test
    void aCursorCutsFramesAnywhereAndKnowsTheNextOne() {
        writeFrames(3);
        BacklogCursor cursor = backlog.cursor(10);
        byte[] target = new byte[FRAME.length() + 1];
        assertEquals(FRAME.length() - 1, cursor.copy(target, 0, FRAME.length() - 1));
        assertEquals(10, cursor.offset());
        assertTrue(cursor.withinFrame());
        assertEquals(1, cursor.copy(target, FRAME.length() - 1, 1));
        assertEquals(FRAME, Drive.text(target).substring(0, FRAME.length()));
        assertEquals(11, cursor.offset());
        assertFalse(cursor.withinFrame());
        assertEquals(2L * FRAME.length(), cursor.available());
        cursor.copy(target, 0, FRAME.length() + 1);
        assertEquals(12, cursor.offset());
        assertTrue(cursor.withinFrame());
    }

    @Test
    void aCursorWhoseFrameWasDroppedCopiesNothing() {
        writeFrames(1);
        BacklogCursor cursor = backlog.cursor(10);
        byte[] target = new byte[100];
        cursor.copy(target, 0, 5);
        writeFrames(5);
        assertEquals(BacklogRead.TOO_OLD, cursor.read());
        assertTrue(cursor.withinFrame());
        assertEquals(0, cursor.copy(target, 0, 100));
    }

    @Test
    void pinnedFramesSurviveTheBudget() {
        writeFrames(1);
        Pin pin = backlog.pin(11);
        writeFrames(6);
        assertEquals(11, backlog.firstOffset());
        assertEquals(6, backlog.frames());
        assertFalse(pin.overrun());
        pin.close();
        pin.close();
        writeFrames(1);
        assertEquals(4, backlog.frames());
        assertFalse(pin.overrun());
    }

    @Test
    void anAdvancedPinLetsFramesGoAndNeverMovesBack() {
        Pin pin = backlog.pin(10);
        writeFrames(6);
        pin.advance(14);
        pin.advance(11);
        assertEquals(14, pin.offset());
        writeFrames(1);
        assertEquals(13, backlog.firstOffset());
    }

    @Test
    void aPinIsOverrunWhenItHoldsBackMoreThanItsBound() {
        Pin old = backlog.pin(10);
        writeFrames(4);
        Pin young = backlog.pin(14);
        int extra = 100 / FRAME.length();
        writeFrames(extra);
        assertFalse(old.overrun());
        writeFrames(1);
        assertTrue(old.overrun());
        assertFalse(young.overrun());
        assertEquals(4, backlog.frames());
        old.close();
        assertFalse(young.overrun());
    }

    @Test
    void onlyFramesThatAreThereCanBePinned() {
        writeFrames(6);
        assertThrows(IllegalArgumentException.class, () -> backlog.pin(11));
        assertThrows(IllegalArgumentException.class, () -> backlog.pin(17));
        backlog.pin(12).close();
        backlog.pin(16).close();
    }

    @Test
    void aNewHistoryForgetsFramesPinsAndCursors() {
        writeFrames(3);
        Pin pin = backlog.pin(11);
        BacklogCursor cursor = backlog.cursor(11);
        backlog.restart(1_000);
        assertTrue(pin.overrun());
        assertTrue(cursor.stale());
        assertEquals(0, cursor.copy(new byte[10], 0, 10));
        assertEquals(0, backlog.bytes());
        assertEquals(BacklogRead.TOO_OLD, backlog.read(13));
        assertEquals(1_000, Drive.write(backlog, "SET", "k", "v"));
        assertEquals(Drive.frame(1_000, "SET", "k", "v"), Drive.copy(backlog.cursor(1_000), 3));
    }

    @Test
    void aPassedFrameCountsAndTakesAllBeforeItAlong() {
        writeFrames(2);
        assertEquals(12, backlog.pass());
        assertEquals(13, backlog.pass());
        assertEquals(14, backlog.nextOffset());
        assertEquals(14, backlog.firstOffset());
        assertEquals(0, backlog.bytes());
        assertEquals(BacklogRead.TOO_OLD, backlog.read(13));
        assertEquals(BacklogRead.CAUGHT_UP, backlog.read(14));
        assertEquals(14, Drive.write(backlog, "SET", "k", "v"));
        assertEquals(Drive.frame(14, "SET", "k", "v"), Drive.copy(backlog.cursor(14), 1000));
    }

    @Test
    void aPassedFrameOverrunsPins() {
        writeFrames(1);
        Pin pin = backlog.pin(10);
        backlog.pass();
        assertTrue(pin.overrun());
    }

    @Test
    void aFrameHasAsManyArgumentsAsItSays() {
        backlog.reserve(1, 1, 1);
        assertThrows(IllegalStateException.class, backlog::commit);
        assertThrows(IllegalStateException.class, () -> backlog.arg(1));
        assertThrows(IllegalStateException.class, () -> backlog.begin(0));
        backlog.begin(1);
        assertThrows(IllegalStateException.class, backlog::commit);
        assertThrows(IllegalStateException.class, () -> backlog.begin(1));
        assertThrows(IllegalStateException.class, () -> backlog.restart(5));
        backlog.arg(1);
        assertThrows(IllegalStateException.class, () -> backlog.arg(2));
        assertEquals(10, backlog.commit());
    }

    @Test
    void aFrameTakesNoMoreThanWasReserved() {
        assertThrows(IllegalStateException.class, () -> backlog.begin(1));
        backlog.reserve(1, 1, 4);
        backlog.begin(1);
        assertThrows(IllegalStateException.class, () -> backlog.arg(Drive.bytes("LONGER")));
        backlog.arg(Drive.bytes("PING"));
        assertEquals(10, backlog.commit());
        backlog.reserve(1, 1, 4);
        backlog.release();
        assertThrows(IllegalStateException.class, () -> backlog.begin(1));
    }

    @Test
    void severalFramesMayBeReservedTogether() {
        backlog.reserve(1, 2, 7);
        backlog.reserve(1, 3, 5);
        for (String[] args : new String[][] {{"SELECT", "3"}, {"SET", "k", "v"}}) {
            backlog.begin(args.length);
            for (String arg : args) {
                backlog.arg(Drive.bytes(arg));
            }
            backlog.commit();
        }
        assertEquals(
                Drive.frame(10, "SELECT", "3") + Drive.frame(11, "SET", "k", "v"),
                Drive.copy(backlog.cursor(10), 1000));
    }

    @Test
    void anAbortedFrameLeavesNothing() {
        backlog.reserve(2, 4, 100);
        backlog.begin(3);
        backlog.arg(Drive.bytes("SET"));
        backlog.beginArg(10);
        backlog.piece(MemorySegment.ofArray(new byte[4]), 0, 4);
        backlog.abort();
        assertEquals(10, backlog.nextOffset());
        assertEquals(0, backlog.bytes());
        backlog.begin(1);
        backlog.arg(Drive.bytes("PING"));
        assertEquals(10, backlog.commit());
        assertEquals(Drive.frame(10, "PING"), Drive.copy(backlog.cursor(10), 1000));
    }

    @Test
    void anArgumentMayComeInPieces() {
        var value = MemorySegment.ofArray(Drive.bytes("v".repeat(200_000)));
        backlog.reserve(1, 3, 200_004);
        backlog.begin(3);
        backlog.arg(Drive.bytes("SET"));
        backlog.beginArg(0);
        backlog.beginArg(200_000);
        backlog.piece(value, 0, 1);
        assertThrows(IllegalStateException.class, () -> backlog.piece(value, 0, 200_000));
        assertThrows(IllegalStateException.class, backlog::commit);
        assertThrows(IllegalStateException.class, () -> backlog.arg(1));
        backlog.piece(value, 1, 199_999);
        backlog.commit();
        assertEquals(
                Drive.frame(10, "SET", "", "v".repeat(200_000)),
                Drive.copy(backlog.cursor(10), 1000));
    }

    @Test
    void limitsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new BacklogLimits(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new BacklogLimits(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new BacklogLimits(2, Long.MAX_VALUE));
        assertThrows(
                IllegalArgumentException.class, () -> new Backlog(BacklogLimits.standard(), -1));
    }

    @Test
    void itDoesWhatASimpleModelDoes() {
        for (long seed = 1; seed <= 60; seed++) {
            againstTheModel(seed);
        }
    }

    private static void againstTheModel(long seed) {
        Random random = new Random(seed);
        long bytesMax = random.nextInt(1, 3_000);
        Backlog backlog = new Backlog(new BacklogLimits(bytesMax, 0), 0);
        ArrayDeque<String> model = new ArrayDeque<>();
        long modelBytes = 0;
        List<BacklogCursor> cursors = new ArrayList<>();
        List<StringBuilder> copies = new ArrayList<>();
        byte[] piece = new byte[600];
        StringBuilder history = new StringBuilder();
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String value = "v".repeat(random.nextInt(random.nextInt(10) == 0 ? 2_000 : 60));
            String frame = Drive.frame(i, "SET", "key", value);
            assertEquals(i, Drive.write(backlog, "SET", "key", value));
            history.append(frame);
            model.add(frame);
            modelBytes += frame.length();
            while (modelBytes > bytesMax && model.size() > 1) {
                modelBytes -= model.remove().length();
            }
            String at = "seed " + seed + ", frame " + i;
            assertEquals(model.size(), backlog.frames(), at);
            assertEquals(modelBytes, backlog.bytes(), at);
            assertEquals(
                    String.join("", model),
                    Drive.copy(
                            backlog.cursor(backlog.firstOffset()),
                            1 + random.nextInt(piece.length)),
                    at);
            if (random.nextInt(10) == 0) {
                cursors.add(backlog.cursor(i));
                copies.add(new StringBuilder());
                starts.add(history.length() - frame.length());
            }
            for (int c = 0; c < cursors.size(); c++) {
                int n = cursors.get(c).copy(piece, 0, random.nextInt(piece.length));
                copies.get(c).append(Drive.text(piece), 0, n);
            }
        }
        for (int c = 0; c < copies.size(); c++) {
            int start = starts.get(c);
            String copy = copies.get(c).toString();
            assertEquals(history.substring(start, start + copy.length()), copy, "seed " + seed);
        }
    }
}
