package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The examples of the README, word by word. */
class ReadmeTest {

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
                replies.bulk(argv.bytes(), argv.offset(1), argv.length(1));
            } else {
                replies.simple("PONG");
            }
        }
        assertEquals("$5\r\nhello\r\n+PONG\r\n", text(replies.array(), replies.size()));
        // @formatter:on
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
        assertEquals(5, parts.length);
        for (int i = 1; i < parts.length; i += 2) {
            String code = parts[i].substring("java\n".length()).indent(8);
            assertTrue(source.contains(code), code);
        }
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
