package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Nothing is allocated per request or reply once buffers and chunks are there. */
class RespAllocationTest {
    private static final int ROUNDS = 20;
    private static final int TURNS_PER_ROUND = 200;

    private interface Turn {
        void run() throws ProtocolException;
    }

    @Test
    void pipelinedSetAndGetAreParsedWithoutAllocation() throws ProtocolException {
        byte[] bytes = pipeline();
        RequestParser parser = new RequestParser(RequestLimits.redis());
        Argv argv = new Argv();
        allocatesNothing(() -> {
            int at = 0;
            int requests = 0;
            int parsed;
            while ((parsed = parser.parse(bytes, at, bytes.length, argv)) > 0) {
                at += parsed;
                requests += argv.equalsIgnoreCase(0, "GET") || argv.isLong(2) ? 1 : 1000;
            }
            assertTrue(at == bytes.length && requests == 64);
        });
    }

    @Test
    void requestsInPiecesAreParsedWithoutAllocation() throws ProtocolException {
        byte[] bytes = pipeline();
        MemorySegment memory = MemorySegment.ofArray(bytes);
        MemorySegment moved = MemorySegment.ofArray(new byte[bytes.length + 100]);
        MemorySegment.copy(memory, 0, moved, 100, bytes.length);
        RequestParser parser = new RequestParser(RequestLimits.redis());
        Argv argv = new Argv();
        allocatesNothing(() -> {
            int at = 0;
            for (int to = 7; to < bytes.length; to += 7) {
                int parsed = parser.parse(memory, at, to, argv);
                if (parsed == 0) {
                    parsed = parser.parse(moved, 100 + at, 100 + to, argv);
                }
                at += parsed;
            }
            parser.reset();
        });
    }

    @Test
    void anAnnouncedCountAllocatesNothing() throws ProtocolException {
        byte[] bytes = Bytes.of("*2147483647\r\n$4\r\nMGET\r\n$3\r\nkey\r\n");
        RequestParser parser = new RequestParser(RequestLimits.redis());
        Argv argv = new Argv();
        allocatesNothing(() -> {
            assertTrue(parser.parse(bytes, 0, bytes.length, argv) == 0);
            parser.reset();
        });
    }

    @Test
    void inlineRequestsAreParsedWithoutAllocation() throws ProtocolException {
        byte[] bytes = Bytes.of("SET key 42\r\nSET \"a \\x41 key\" 'v'\n\r\n");
        RequestParser parser = new RequestParser(RequestLimits.redis());
        Argv argv = new Argv();
        allocatesNothing(() -> {
            int at = 0;
            int parsed;
            while ((parsed = parser.parse(bytes, at, bytes.length, argv)) > 0) {
                at += parsed;
            }
            assertTrue(at == bytes.length);
        });
    }

    @Test
    void repliesAreWrittenAndScannedWithoutAllocation() throws ProtocolException {
        ReplyWriter writer = new ReplyWriter(64 << 10);
        byte[] value = new byte[64];
        allocatesNothing(() -> {
            writer.clear();
            for (int i = 0; i < 64; i++) {
                writer.protocol(2 + i % 2);
                writer.simple("OK");
                writer.error("ERR syntax error");
                writer.integer(i * 1_000_003L);
                writer.bulk(value);
                writer.bulk("text");
                writer.bulkLong(i);
                writer.nullBulk();
                writer.bool(true);
                writer.map(1);
                writer.bulk(value, 0, i);
                writer.array()[writer.bulkReserve(1)] = 'x';
            }
            int at = 0;
            while (at < writer.size()) {
                at = ReplyScanner.end(writer.memory(), at, writer.size());
            }
        });
    }

    @Test
    void repliesAreWrittenToChunksAndSentWithoutAllocation() throws ProtocolException {
        ReplyWriter writer = new ReplyWriter(ChunkSource.ofArenas());
        byte[] value = new byte[30_000];
        LentBytes lent = new LentBytes(value, 8192);
        Piece piece = new Piece();
        allocatesNothing(() -> {
            for (int i = 0; i < 8; i++) {
                writer.bulk(value);
                long mark = writer.position();
                writer.integer(i);
                writer.truncate(mark);
                lent.released = false;
                writer.bulkReference(lent);
                while (writer.sent() < writer.position()) {
                    writer.piece(writer.sent(), piece);
                    writer.sent(writer.sent() + Math.min(piece.length(), 20_000));
                }
            }
            writer.clear();
        });
    }

    @Test
    void nativeRequestsAreParsedWithoutAllocation() throws ProtocolException {
        byte[] bytes = pipeline();
        MemorySegment memory = Arena.ofAuto().allocate(bytes.length);
        memory.copyFrom(MemorySegment.ofArray(bytes));
        RequestParser parser = new RequestParser(RequestLimits.redis());
        Argv argv = new Argv();
        allocatesNothing(() -> {
            int at = 0;
            int parsed;
            while ((parsed = parser.parse(memory, at, bytes.length, argv)) > 0) {
                at += parsed;
            }
            assertTrue(at == bytes.length);
        });
    }

    @Test
    void requestsAreWrittenWithoutAllocation() throws ProtocolException {
        RequestWriter writer = new RequestWriter(64 << 10);
        byte[] value = new byte[64];
        allocatesNothing(() -> {
            writer.clear();
            for (int i = 0; i < 64; i++) {
                writer.begin(5);
                writer.arg("SET");
                writer.arg(i * 1_000_003L);
                writer.arg(value);
                writer.arg("PX");
                writer.arg(Long.MAX_VALUE);
            }
        });
    }

    private static byte[] pipeline() {
        RequestWriter writer = new RequestWriter(16);
        for (int i = 0; i < 32; i++) {
            writer.command("SET", "key:" + i, "12345678901234");
            writer.command("GET", "key:" + i);
        }
        byte[] bytes = new byte[writer.size()];
        System.arraycopy(writer.array(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    /** The quietest of many rounds counts: the JVM itself may allocate on this thread in others. */
    private static void allocatesNothing(Turn turn) throws ProtocolException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TURNS_PER_ROUND; i++) {
                turn.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }
}
