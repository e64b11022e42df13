package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.replicate.Backlog;
import io.kevy.replicate.BacklogLimits;
import io.kevy.replicate.BacklogRead;
import io.kevy.replicate.FrameDecoder;
import io.kevy.replicate.FrameException;
import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.Pieces;
import io.kevy.resp.RequestLimits;
import io.kevy.rt.command.Cause;
import io.kevy.rt.command.Effect;
import io.kevy.rt.dispatch.CommandSet;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final long FIRST = 100;
    private static final ChunkSource NO_MEMORY =
            new ChunkSource() {
                @Override
                public MemorySegment take(int bytesMin) {
                    throw new OutOfMemoryError("none");
                }

                @Override
                public void giveBack(MemorySegment chunk) {}
            };

    private final Backlog backlog = new Backlog(new BacklogLimits(1 << 20, 0), FIRST);
    private final Feed feed = new Feed(backlog);
    private final Effect effect = new Effect(CommandSet.table());

    private void record(int db, String... words) {
        var argv = new Argv();
        byte[] bytes = String.join("", words).getBytes(StandardCharsets.US_ASCII);
        argv.clear(bytes);
        int at = 0;
        for (String arg : words) {
            argv.add(at, arg.length());
            at += arg.length();
        }
        feed.reserve(1, words.length, bytes.length);
        feed.record(effect.of(Cause.REQUEST, db, argv, 0, 1));
        feed.release();
    }

    /** Every frame from {@code offset} on, as its offset and arguments. */
    private List<String> frames(long offset) {
        var bytes = new byte[4096];
        int length = backlog.cursor(offset).copy(bytes, 0, bytes.length);
        var decoder = new FrameDecoder(RequestLimits.redis());
        var frames = new ArrayList<String>();
        try {
            for (int at = 0; at < length; at += decoder.decode(bytes, at, length)) {
                decoder.decode(bytes, at, length);
                var text = new StringBuilder(Long.toString(decoder.offset()));
                for (int i = 0; i < decoder.command().count(); i++) {
                    text.append(' ').append(decoder.command().text(i));
                }
                frames.add(text.toString());
            }
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    @Test
    void anEffectIsAFrame() {
        feed.want();
        record(0, "SET", "k", "v");
        record(0, "DEL", "k");
        assertEquals(List.of("100 SET k v", "101 DEL k"), frames(FIRST));
    }

    @Test
    void aSelectPrecedesTheFirstFrameOfAnotherDatabase() {
        feed.want();
        record(0, "SET", "k", "0");
        record(3, "SET", "k", "3");
        record(3, "SET", "l", "3");
        record(0, "SET", "l", "0");
        assertEquals(
                List.of(
                        "100 SET k 0",
                        "101 SELECT 3",
                        "102 SET k 3",
                        "103 SET l 3",
                        "104 SELECT 0",
                        "105 SET l 0"),
                frames(FIRST));
    }

    @Test
    void theStreamIsTakenToDatabaseZeroBeforeAFreeze() {
        feed.want();
        record(3, "SET", "k", "3");
        feed.rewind();
        feed.rewind();
        long ackOffset = backlog.nextOffset();
        record(0, "SET", "k", "0");
        record(3, "SET", "k", "3");
        assertEquals(
                List.of("100 SELECT 3", "101 SET k 3", "102 SELECT 0", "103 SET k 0",
                        "104 SELECT 3", "105 SET k 3"),
                frames(FIRST));
        assertEquals(103, ackOffset);
    }

    @Test
    void framesAreOnlyCountedUntilAReplicaComes() {
        record(0, "SET", "k", "v");
        record(4, "SET", "k", "v");
        assertEquals(FIRST + 2, backlog.nextOffset());
        assertEquals(BacklogRead.TOO_OLD, backlog.read(FIRST + 1));
        feed.want();
        record(4, "SET", "k", "w");
        assertEquals(List.of("102 SELECT 4", "103 SET k w"), frames(FIRST + 2));
    }

    @Test
    void aLargeArgumentIsTakenPieceByPiece() {
        feed.want();
        var argv = new Argv();
        argv.clear("SETk".getBytes(StandardCharsets.US_ASCII));
        argv.add(0, 3);
        argv.add(3, 1);
        byte[] value = "v".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        argv.addLarge(Pieces.of(MemorySegment.ofArray(value)));
        feed.reserve(1, 3, 2_004);
        feed.record(effect.of(Cause.REQUEST, 0, argv, 0, 1));
        feed.release();
        assertEquals(List.of("100 SET k " + "v".repeat(2_000)), frames(FIRST));
    }

    @Test
    void noRoomLeavesEverythingAsItWas() {
        var scarce = new Backlog(new BacklogLimits(1 << 20, 0), FIRST, NO_MEMORY);
        var starving = new Feed(scarce);
        starving.reserve(1, 3, 100);
        starving.release();
        starving.want();
        assertThrows(OutOfMemoryError.class, () -> starving.reserve(1, 3, 100));
        starving.release();
        assertEquals(FIRST, scarce.nextOffset());
        starving.rewind();
    }

    @Test
    void anEffectIsOnlyCountedWhenItsRoomWasReservedBeforeAReplicaCame() {
        feed.reserve(1, 1, 4);
        feed.want();
        var argv = new Argv();
        argv.clear("PING".getBytes(StandardCharsets.US_ASCII));
        argv.add(0, 4);
        feed.record(effect.of(Cause.REQUEST, 0, argv, 0, 1));
        feed.release();
        record(0, "DEL", "k");
        assertEquals(FIRST + 1, backlog.firstOffset());
        assertEquals(List.of("101 DEL k"), frames(FIRST + 1));
    }

    @Test
    void anotherHistoryBeginsBeyondTheLast() {
        feed.want();
        record(3, "SET", "k", "v");
        feed.restart(0);
        assertTrue(backlog.nextOffset() > FIRST + 2, "also when the clock went back");
        assertEquals(backlog.nextOffset(), feed.base());
        long later = Feed.firstOffset(1_800_000_000_000L);
        feed.restart(1_800_000_000_000L);
        assertEquals(later, feed.base());
        record(3, "SET", "k", "v");
        assertEquals(
                List.of(later + " SELECT 3", later + 1 + " SET k v"),
                frames(later),
                "a new history begins in database 0");
    }

    @Test
    void offsetsOfAllHistoriesFitForCenturies() {
        long in200Years = 1_800_000_000_000L + 200L * 365 * 86_400_000;
        assertTrue(Feed.firstOffset(in200Years) > 0);
    }

    @Test
    void othersSeeTheOffsetOfTheLastTurn() {
        feed.want();
        record(0, "SET", "k", "v");
        assertEquals(FIRST, feed.publishedOffset());
        feed.publish();
        assertEquals(FIRST + 1, feed.publishedOffset());
    }
}
