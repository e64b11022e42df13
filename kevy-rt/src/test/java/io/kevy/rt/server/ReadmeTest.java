package io.kevy.rt.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.rt.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of the README: here it runs, and there it stands in the same words. */
class ReadmeTest {
    // example
    static String pingOwnServer() throws Exception {
        try (var server = KevyServer.start(Config.load("--port", "0", "--shards", "1"));
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return answer.readLine();
        }
    }
    // end of example

    @Test
    void theExampleGetsItsAnswer() throws Exception {
        assertEquals("+PONG", pingOwnServer());
    }

    @Test
    void theReadmeShowsTheExampleThatRunsHere() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/io/kevy/rt/server/ReadmeTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        assertEquals(
                between(source, "// example\n", "// end of example").stripIndent().strip(),
                between(readme, "```java\n", "```").strip());
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
