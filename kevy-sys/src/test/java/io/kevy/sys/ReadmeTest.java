package io.kevy.sys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The example of the README: here it runs, and there it stands in the same words. */
class ReadmeTest extends TransportSpec {
    // example
    static void echo(Poller poller, Listener listener, BooleanSupplier running) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        poller.register(listener, Poller.READ, listener);
        while (running.getAsBoolean()) {
            int ready = poller.poll(-1); // until something happens or poller.waker().wake()
            for (int i = 0; i < ready; i++) {
                if (poller.attachment(i) instanceof Socket socket) {
                    int count = socket.read(bytes, 0, bytes.length);
                    if (count < 0 || socket.write(bytes, 0, count) < count) {
                        socket.close(); // its end, or too slow for us
                    }
                    continue;
                }
                for (var caller = listener.accept(); caller != null; caller = listener.accept()) {
                    poller.register(caller, Poller.READ, caller);
                }
            }
        }
    }
    // end of example

    @Test
    void theExampleEchoes() throws Exception {
        Poller poller = poller();
        Listener listener = listener();
        var running = new AtomicBoolean(true);
        CompletableFuture<Void> server =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                echo(poller, listener, running::get);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        Socket client = connected(listener);
        client.write("hello".getBytes(US_ASCII), 0, 5);
        assertEquals("hello", new String(readFully(client, 5), US_ASCII));
        running.set(false);
        poller.waker().wake();
        server.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theReadmeShowsTheExampleThatRunsHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/kevy/sys/ReadmeTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        String shown = between(readme, "```java\n", "```");
        assertEquals(between(source, "// example\n", "// end of example").stripIndent().strip(),
                shown.strip());
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
