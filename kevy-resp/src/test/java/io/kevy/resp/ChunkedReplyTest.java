package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Replies written to chunks read as those written to one array, whatever becomes of them between. */
class ChunkedReplyTest {
    private final CountedChunks chunks = new CountedChunks();
    private final ReplyWriter writer = new ReplyWriter(chunks);

    @Test
    void repliesGrowOverChunksWithoutBeingCopied() {
        writer.simple("OK");
        var first = writer.memory();
        byte[] value = bytes(200_000);
        writer.bulk(value);
        writer.integer(7);
        assertEquals(4, chunks.outstanding());
        assertEquals("+OK\r\n$200000\r\n" + text(value) + "\r\n:7\r\n", content());
        var piece = new Piece();
        writer.piece(0, piece);
        assertEquals(first, piece.memory());
        assertEquals(ChunkSource.CHUNK_BYTES, piece.length());
    }

    @Test
    void whatIsReservedStandsInOnePiece() {
        writer.bulk(bytes(60_000));
        int small = writer.bulkReserve(10_000);
        writer.memory().asSlice(small, 10_000).fill((byte) 'a');
        int large = writer.bulkReserve(1_000_000);
        writer.memory().asSlice(large, 1_000_000).fill((byte) 'b');
        String tail = "\r\n$10000\r\n" + "a".repeat(10_000) + "\r\n$1000000\r\n"
                + "b".repeat(1_000_000) + "\r\n";
        assertEquals("$60000\r\n" + text(bytes(60_000)) + tail, content());
        writer.clear();
        assertEquals(0, chunks.outstanding(), "a chunk beyond the ordinary is not kept");
    }

    @Test
    void lentBytesAreSentFromWhereTheyStand() {
        var lent = new LentBytes(bytes(300_000), 8192);
        writer.array(2);
        writer.bulkReference(lent);
        writer.bulkReference(new LentBytes(new byte[0], 1));
        writer.simple("OK");
        assertEquals(1, chunks.outstanding());
        String all = "*2\r\n$300000\r\n" + text(bytes(300_000)) + "\r\n$0\r\n\r\n+OK\r\n";
        assertEquals(all, content());
        writer.sent(300_012);
        assertFalse(lent.released);
        writer.sent(300_013);
        assertTrue(lent.released);
        writer.sent(writer.position());
        assertEquals(1, chunks.outstanding());
        writer.release();
        assertEquals(0, chunks.outstanding());
    }

    @Test
    void oneWriterLendsItsRepliesToAnother() {
        var other = new ReplyWriter(chunks);
        other.bulk(bytes(100_000));
        writer.rawReference(other);
        writer.simple("OK");
        assertEquals("$100000\r\n" + text(bytes(100_000)) + "\r\n+OK\r\n", content());
        writer.release();
        assertEquals(0, chunks.outstanding());
    }

    @Test
    void anArrayTakesACopyOfLentBytes() {
        var array = new ReplyWriter(4);
        var lent = new LentBytes(bytes(100), 7);
        array.bulkReference(lent);
        array.rawReference(new LentBytes(Bytes.of("+OK\r\n"), 2));
        assertTrue(lent.released);
        assertEquals("$100\r\n" + text(bytes(100)) + "\r\n+OK\r\n",
                Bytes.text(array.array(), 0, array.size()));
    }

    @Test
    void whatIsTakenBackIsReleased() {
        writer.bulk(bytes(65_000));
        long before = writer.position();
        var lent = new LentBytes(bytes(300_000), 8192);
        writer.bulkReference(lent);
        writer.bulk(bytes(300_000));
        writer.bulkReference(new LentBytes(bytes(10), 3));
        assertThrows(IllegalArgumentException.class, () -> writer.truncate(before + 1000));
        writer.truncate(before);
        assertTrue(lent.released);
        assertEquals(1, chunks.outstanding());
        writer.simple("OK");
        assertEquals("$65000\r\n" + text(bytes(65_000)) + "\r\n+OK\r\n", content());
        assertThrows(IllegalArgumentException.class, () -> writer.truncate(writer.position() + 1));
        writer.sent(10);
        assertThrows(IllegalArgumentException.class, () -> writer.truncate(9));
        assertThrows(IllegalArgumentException.class, () -> writer.sent(9));
        assertThrows(IndexOutOfBoundsException.class, () -> writer.piece(9, new Piece()));
    }

    @Test
    void aWriteThatFindsNoMemoryHasWrittenNothing() {
        for (int n = 0; n < 6; n++) {
            writer.bulk(bytes(65_000));
            long before = writer.position();
            byte[] large = bytes(300_000);
            chunks.refuse(n);
            boolean fits = n == 5;
            assertEquals(fits, isWritten(() -> writer.bulk(large)));
            assertEquals(fits ? 6 : 1, chunks.outstanding());
            if (!fits) {
                assertEquals(before, writer.position());
                chunks.refuse(n);
                assertFalse(isWritten(() -> writer.raw(large, 0, large.length)));
                assertEquals(before, writer.position());
            }
            chunks.refuseNone();
            writer.release();
            assertEquals(0, chunks.outstanding());
        }
        chunks.refuse(0);
        var lent = new LentBytes(bytes(10), 3);
        assertFalse(isWritten(() -> writer.bulkReference(lent)));
        assertFalse(lent.released, "it is still the caller's");
        assertFalse(isWritten(() -> writer.simple("OK")));
        assertFalse(isWritten(() -> writer.bulkReserve(5)));
        assertFalse(isWritten(() -> writer.reserve(5)));
        assertEquals(0, writer.position());
        chunks.refuseNone();
        writer.reserve(1000);
        chunks.refuse(0);
        assertTrue(isWritten(() -> writer.error("ERR " + "x".repeat(900))));
    }

    @Test
    void chunksReadLikeOneArrayAfterAnyWrites() {
        for (long seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            var source = new CountedChunks();
            var chunked = new ReplyWriter(source);
            var model = new ReplyWriter(16);
            List<LentBytes> lent = new ArrayList<>();
            long sent = 0;
            for (int step = 0; step < 60; step++) {
                int mark = model.size();
                if (random.nextInt(8) == 0) {
                    source.refuse(random.nextInt(3));
                }
                boolean written = false;
                try {
                    long again = random.nextLong();
                    write(chunked, new SplittableRandom(again), lent);
                    written = true;
                    write(model, new SplittableRandom(again), new ArrayList<>());
                } catch (OutOfMemoryError e) {
                    assertFalse(written);
                }
                source.refuseNone();
                if (random.nextInt(4) == 0 && mark >= sent) {
                    chunked.truncate(mark);
                    model.truncate(mark);
                }
                if (random.nextInt(5) == 0) {
                    sent += random.nextLong(model.size() - sent + 1);
                    chunked.sent(sent);
                }
                assertEquals(model.size(), chunked.position(), "seed " + seed);
            }
            assertEquals(Bytes.text(model.array(), (int) sent, model.size()),
                    read(chunked, sent, random), "seed " + seed);
            chunked.release();
            assertEquals(0, source.outstanding(), "seed " + seed);
            assertTrue(lent.stream().allMatch(l -> l.released), "seed " + seed);
        }
    }

    private static void write(ReplyWriter target, SplittableRandom random, List<LentBytes> lent) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? 200_000 : 5_000)];
        random.nextBytes(bytes);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                var content = new LentBytes(bytes, 1 + random.nextInt(8192));
                if (random.nextBoolean()) {
                    target.bulkReference(content);
                } else {
                    target.rawReference(content);
                }
                lent.add(content);
            }
            case 2 -> {
                int at = target.bulkReserve(bytes.length);
                MemorySegment.copy(
                        MemorySegment.ofArray(bytes), 0, target.memory(), at, bytes.length);
            }
            case 3 -> target.bulk(MemorySegment.ofArray(bytes), 0, bytes.length);
            case 4 -> target.raw(bytes, 0, bytes.length);
            case 5 -> target.simple("x".repeat(bytes.length % 300));
            case 6 -> target.bulk("\u20ac".repeat(bytes.length));
            default -> target.integer(random.nextLong());
        }
    }

    private boolean isWritten(Runnable write) {
        try {
            write.run();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private String content() {
        return read(writer, 0, new SplittableRandom(1));
    }

    /** Reads as a connection does, which may go on in the middle of a piece. */
    private static String read(ReplyWriter source, long from, SplittableRandom random) {
        var content = new ByteArrayOutputStream();
        var piece = new Piece();
        long at = from;
        while (at < source.position()) {
            source.piece(at, piece);
            int length = 1 + random.nextInt(piece.length());
            content.writeBytes(piece.memory().asSlice(piece.offset(), length)
                    .toArray(ValueLayout.JAVA_BYTE));
            at += length;
        }
        return text(content.toByteArray());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return Bytes.text(bytes, 0, bytes.length);
    }
}
