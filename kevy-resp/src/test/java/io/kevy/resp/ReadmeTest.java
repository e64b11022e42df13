package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The examples of the README, word by word. */
class ReadmeTest {
    private final StringBuilder written = new StringBuilder();

    @Test
    void theServersLoopAnswers() throws ProtocolException {
        // @formatter:off
        byte[] received = ascii("*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\nPING\r\n");
        var parser = new RequestParser(RequestLimits.redis());
        var argv = new Argv();
        var replies = new ReplyWriter(1024);
        int at = 0;
        for (int n; (n = parser.parse(received, at, received.length, argv)) > 0; at += n) {
            if (argv.equalsIgnoreCase(0, "ECHO")) {
                replies.bulk(argv.memory(1), argv.offset(1), argv.length(1));
            } else {
                replies.simple("PONG");
            }
        }
        assertEquals("$5\r\nhello\r\n+PONG\r\n", text(replies.array(), replies.size()));
        // @formatter:on
    }

    @Test
    void aLargeValueStaysOffTheHeap() throws ProtocolException {
        var parser = new RequestParser(RequestLimits.redis());
        var argv = new Argv();
        // @formatter:off
        var chunks = ChunkSource.ofArenas();
        var replies = new ReplyWriter(chunks);
        byte[] received = ascii("*2\r\n$4\r\nECHO\r\n$100000\r\n");
        if (parser.parse(received, 0, received.length, argv) == 0 && parser.largeBytes() > 0) {
            var large = new LargeBulk(chunks, parser.largeBytes());
            for (var room = new Piece(); large.missing() > 0; large.filled(room.length())) {
                large.room(room);
                read(room.memory(), room.offset(), room.length());
            }
            parser.largeArrived(large, argv);
        }
        received = ascii("*2\r\n$4\r\nECHO\r\n$100000\r\n\r\n");
        assertEquals(received.length, parser.parse(received, 0, received.length, argv));
        replies.bulkReference(argv.takePieces(1));
        var piece = new Piece();
        while (replies.sent() < replies.position()) {
            replies.piece(replies.sent(), piece);
            int sent = write(piece.memory(), piece.offset(), piece.length());
            replies.sent(replies.sent() + sent);
        }
        // @formatter:on
        assertEquals("$100000\r\n" + "x".repeat(100_000) + "\r\n", written.toString());
    }

    @Test
    void theClientsTurnIsAnswered() throws ProtocolException {
        // @formatter:off
        var requests = new RequestWriter(1024);
        requests.command("SET", "key", "value");
        send(requests.array(), requests.size());
        byte[] answer = ascii("+OK\r\n");
        Reply reply = new ReplyParser().parse(answer, 0, answer.length);
        switch (reply) {
            case Reply.Simple(String status) -> assertEquals("OK", status);
            case Reply.ErrorReply(String message) -> throw new AssertionError(message);
            case null, default -> throw new AssertionError("incomplete, or of another type");
        }
        // @formatter:on
    }

    @Test
    void theReadmeShowsWhatRunsHere() throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String source = Files.readString(
                module.resolve("src/test/java/io/kevy/resp/ReadmeTest.java"));
        String readme = Files.readString(module.resolve("README.md"));
        String[] parts = readme.split("```", -1);
        assertEquals(7, parts.length);
        for (int i = 1; i < parts.length; i += 2) {
            String code = parts[i].substring("java\n".length()).indent(8);
            assertTrue(source.contains(code), code);
        }
    }

    private static void read(MemorySegment memory, long offset, int length) {
        memory.asSlice(offset, length).fill((byte) 'x');
    }

    private int write(MemorySegment memory, long offset, int length) {
        int taken = Math.min(length, 10_000);
        byte[] bytes = memory.asSlice(offset, taken).toArray(ValueLayout.JAVA_BYTE);
        written.append(text(bytes, taken));
        return taken;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes, int size) {
        return new String(bytes, 0, size, StandardCharsets.US_ASCII);
    }

    private static void send(byte[] bytes, int size) {
        assertEquals("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n", text(bytes, size));
    }
}
