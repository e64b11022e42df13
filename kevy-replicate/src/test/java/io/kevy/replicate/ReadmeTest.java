package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadmeTest {
    @Test
    void theReadmeShowsTheExampleThatIsCompiledHere() throws Exception {
        String source =
                Files.readString(Path.of("src/test/java/io/kevy/replicate/Follow.java"))
                        .replace("package io.kevy.replicate;", "import io.kevy.replicate.*;");
        assertTrue(
                Files.readString(Path.of("README.md")).contains("```java\n" + source + "```\n"),
                "README.md does not show Follow.java as it is");
    }

    @Test
    @Timeout(20)
    void theExampleFollowsAPrimary() throws Exception {
        var printed = new PipedInputStream();
        PrintStream before = System.out;
        System.setOut(
                new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        try (var primary = new TestPrimary(new Backlog(BacklogLimits.standard(), 9), "image")) {
            Thread follower = Thread.ofPlatform().start(() -> follow(primary.port()));
            var reader = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) {
                lines.add(reader.readLine());
            }
            primary.write("SET", "key", "value");
            lines.add(reader.readLine());
            follower.interrupt();
            primary.stop();
            follower.join();
        } finally {
            System.setOut(before);
        }
        assertEquals(
                List.of(
                        "a snapshot begins: forget everything",
                        "5 bytes of it",
                        "complete, next is 9",
                        "9 [SET, key, value]"),
                lines);
    }

    private static void follow(int port) {
        try {
            Follow.main(
                    new String[] {InetAddress.getLoopbackAddress().getHostAddress(), "" + port});
        } catch (InterruptedException e) {
            // The test has seen what it wanted.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
