package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Large arguments are received elsewhere, whatever the pieces the stream arrives in. */
class LargeArgumentTest {
    private static final RequestLimits LIMITS = new RequestLimits(100, 512 << 20, 100, 20);
    private static final String V = "0123456789abcdefghijklmnopqrstuvwxyz";

    private final CountedChunks chunks = new CountedChunks();

    @Test
    void aRequestIsTheSameWhereverTheStreamIsCut() throws ProtocolException {
        byte[] stream =
                Bytes.of("*5\r\n$4\r\nMSET\r\n$1\r\na\r\n$36\r\n" + V + "\r\n$1\r\nb\r\n$30\r\n"
                        + V.substring(6) + "\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$36\r\n" + V + "\r\n");
        List<List<String>> expected = List.of(
                List.of("MSET", "a", V, "b", V.substring(6)), List.of("PING"), List.of("ECHO", V));
        for (int first = 1; first < stream.length; first++) {
            for (int second = first; second < stream.length; second += 1 + second % 3) {
                var stage = new Receiver(chunks, LIMITS);
                stage.receive(stream, 0, first);
                stage.receive(stream, first, second);
                stage.receive(stream, second, stream.length);
                assertEquals(expected, stage.requests, first + " " + second);
                stage.argv.clear();
                assertEquals(0, chunks.outstanding());
            }
        }
    }

    @Test
    void aLargeArgumentTakesNoMemoryForBeingAnnounced() throws ProtocolException {
        var stage = new Receiver(chunks, RequestLimits.redis());
        byte[] header = Bytes.of("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$500000000\r\nabc");
        stage.receive(header, 0, header.length);
        assertEquals(1, chunks.outstanding());
        for (int i = 1; i <= 10; i++) {
            stage.receive(new byte[ChunkSource.CHUNK_BYTES], 0, ChunkSource.CHUNK_BYTES);
            assertEquals(1 + i, chunks.outstanding());
        }
        stage.release();
        assertEquals(0, chunks.outstanding());
    }

    @Test
    void anArgumentInOnePieceIsReadLikeAnyOther() throws ProtocolException {
        var argv = new Argv();
        argv.clear(Bytes.of("..ab"));
        argv.add(2, 2);
        argv.addLarge(Pieces.of(MemorySegment.ofArray(Bytes.of("4242"))));
        var pieces = new LentBytes(Bytes.of("12345"), 3);
        argv.addLarge(pieces);
        assertEquals(List.of("ab", "4242", "12345"), Bytes.texts(argv));
        assertEquals(4242, argv.asLong(1));
        assertEquals(4, argv.length(1));
        assertTrue(argv.equalsIgnoreCase(0, "AB") && argv.equalsIgnoreCase(1, "4242"));
        assertEquals("42", Bytes.text(argv.memory(1).asSlice(2, 2).toArray(
                ValueLayout.JAVA_BYTE), 0, 2));
        assertFalse(argv.isLarge(0));
        assertTrue(argv.isLarge(1) && argv.isLarge(2));
        assertThrows(IllegalStateException.class, () -> argv.memory(2));
        assertThrows(IllegalStateException.class, () -> argv.pieces(0));
        assertThrows(IllegalStateException.class, () -> argv.takePieces(0));
        assertEquals(List.of("ab", "4242", "12345"), Bytes.texts(argv.detachedCopy()));
        argv.rebase(Bytes.of("ab"), -2);
        assertEquals(List.of("ab", "4242", "12345"), Bytes.texts(argv));
        argv.clear();
        assertTrue(pieces.released);
    }

    @Test
    void whatIsTakenIsTheTakers() {
        var argv = new Argv();
        var pieces = new LentBytes(Bytes.of(V), 3);
        argv.addLarge(pieces);
        assertEquals(pieces, argv.takePieces(0));
        assertThrows(IllegalStateException.class, () -> argv.takePieces(0));
        assertThrows(IllegalStateException.class, () -> argv.text(0));
        argv.clear();
        assertFalse(pieces.released);
    }

    @Test
    void aRequestThatHasToWaitMovesWithItsLargeArguments() {
        var argv = new Argv();
        argv.clear(Bytes.of("..SETkey"));
        argv.add(2, 3);
        var pieces = new LentBytes(Bytes.of(V), 3);
        argv.addLarge(pieces);
        argv.add(5, 3);
        assertEquals(6, argv.sliceBytes());
        var target = new Argv();
        argv.moveTo(target, MemorySegment.ofArray(new byte[8]), 1);
        assertEquals(0, argv.count());
        argv.clear();
        assertEquals(List.of("SET", V, "key"), Bytes.texts(target));
        assertEquals(1, target.offset(0));
        target.clear();
        assertTrue(pieces.released);
    }

    @Test
    void anotherArgvCannotGoOn() throws ProtocolException {
        var parser = new RequestParser(LIMITS);
        var argv = new Argv();
        byte[] bytes = Bytes.of("*2\r\n$30\r\n");
        assertEquals(0, parser.parse(bytes, 0, bytes.length, argv));
        assertEquals(30, parser.largeBytes());
        var pieces = new LentBytes(Bytes.of(V.substring(6)), 7);
        assertThrows(IllegalStateException.class, () -> parser.largeArrived(pieces, new Argv()));
        assertThrows(IllegalStateException.class,
                () -> parser.largeArrived(new LentBytes(Bytes.of(V), 7), argv));
        parser.largeArrived(pieces, argv);
        assertEquals(0, parser.largeBytes());
        assertEquals(2, parser.bytesWanted());
        assertThrows(IllegalStateException.class,
                () -> parser.parse(bytes, 0, bytes.length, new Argv()));
        assertEquals(0, parser.largeBytes(), "and forgot it");
        argv.clear();
        assertTrue(pieces.released);
    }

    @Test
    void aRefusalReleasesWhatHasArrived() throws ProtocolException {
        var stage = new Receiver(chunks, LIMITS);
        byte[] bytes = Bytes.of("*3\r\n$30\r\n" + V.substring(6) + "\r\n$x\r\n");
        stage.receive(bytes, 0, 30);
        assertEquals(1, chunks.outstanding());
        assertThrows(ProtocolException.class, () -> stage.receive(bytes, 30, bytes.length));
        assertEquals(0, chunks.outstanding());
        assertEquals(0, stage.parser.largeBytes());
    }

    @Test
    void aStrictParserLooksAtTheEndOfEveryArgument() throws ProtocolException {
        for (String bad : List.of("*1\r\n$2\r\nab\rx", "*1\r\n$2\r\nabx\n",
                "*1\r\n$30\r\n" + V.substring(6) + "xx")) {
            byte[] bytes = Bytes.of(bad);
            var stage = new Receiver(chunks, LIMITS);
            stage.parser = RequestParser.strict(LIMITS);
            assertThrows(ProtocolException.class, () -> {
                for (int at = 0; at < bytes.length; at++) {
                    stage.receive(bytes, at, at + 1);
                }
            });
            assertEquals(0, chunks.outstanding());
            var lax = new Receiver(chunks, LIMITS);
            lax.receive(bytes, 0, bytes.length);
            assertEquals(1, lax.requests.size());
        }
    }

    @Test
    void aLargeArgumentThatIsCompleteIsASlice() throws ProtocolException {
        byte[] bytes = Bytes.of("*2\r\n$4\r\nECHO\r\n$36\r\n" + V + "\r\n");
        var argv = new Argv();
        var parser = new RequestParser(LIMITS);
        assertEquals(bytes.length, parser.parse(bytes, 0, bytes.length, argv));
        assertFalse(argv.isLarge(1));
        assertEquals(0, parser.largeBytes());
    }

    @Test
    void randomRequestsArriveWhole() throws ProtocolException {
        for (long seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var writer = new RequestWriter(64);
            List<byte[]> sent = new ArrayList<>();
            int count = random.nextInt(1, 9);
            writer.begin(count);
            for (int i = 0; i < count; i++) {
                int length = random.nextInt(random.nextInt(4) == 0 ? 300_000 : 60);
                byte[] argument = new byte[length];
                random.nextBytes(argument);
                writer.arg(argument);
                sent.add(argument);
            }
            var stage = new Receiver(chunks, LIMITS);
            int at = 0;
            while (at < writer.size()) {
                int to = Math.min(writer.size(), at + 1 + random.nextInt(100_000));
                stage.receive(writer.array(), at, to);
                at = to;
            }
            assertEquals(1, stage.requests.size(), "seed " + seed);
            for (int i = 0; i < count; i++) {
                assertArrayEquals(sent.get(i), Bytes.of(stage.requests.get(0).get(i)),
                        "seed " + seed);
            }
            stage.argv.clear();
            assertEquals(0, chunks.outstanding());
        }
    }

    /** A connection: keeps the small part of an incomplete request, receives large ones in chunks. */
    private static final class Receiver {
        final List<List<String>> requests = new ArrayList<>();
        final Argv argv = new Argv();
        private final CountedChunks chunks;
        RequestParser parser;
        private byte[] kept = {};
        private @Nullable LargeBulk large;

        Receiver(CountedChunks chunks, RequestLimits limits) {
            this.chunks = chunks;
            parser = new RequestParser(limits);
        }

        void receive(byte[] stream, int from, int to) throws ProtocolException {
            int at = from;
            if (large != null) {
                at = fill(stream, from, to);
                if (large != null) {
                    return;
                }
            }
            byte[] input = new byte[kept.length + to - at];
            System.arraycopy(kept, 0, input, 0, kept.length);
            System.arraycopy(stream, at, input, kept.length, to - at);
            parse(input);
        }

        @SuppressWarnings("MustBeClosedChecker")
        private void parse(byte[] input) throws ProtocolException {
            MemorySegment memory = Arena.ofAuto().allocate(input.length + 1);
            memory.asSlice(0, input.length).copyFrom(MemorySegment.ofArray(input));
            int at = 0;
            int parsed;
            while ((parsed = parser.parse(memory, at, input.length, argv)) > 0) {
                requests.add(Bytes.texts(argv));
                at += parsed;
            }
            int end = input.length;
            if (parser.largeBytes() > 0) {
                end = at + parser.largeAt();
                large = new LargeBulk(chunks, parser.largeBytes());
            }
            kept = Bytes.of(Bytes.text(input, at, end));
            if (large != null) {
                int rest = fill(input, end, input.length);
                if (large == null) {
                    receive(input, rest, input.length);
                }
            }
        }

        private int fill(byte[] stream, int from, int to) {
            int at = from;
            var room = new Piece();
            while (at < to && large.missing() > 0) {
                large.room(room);
                int more = Math.min(to - at, room.length());
                MemorySegment.copy(
                        MemorySegment.ofArray(stream), at, room.memory(), room.offset(), more);
                large.filled(more);
                at += more;
            }
            if (large.missing() == 0) {
                parser.largeArrived(large, argv);
                large = null;
            }
            return at;
        }

        void release() {
            argv.clear();
            if (large != null) {
                large.release();
            }
        }
    }
}
