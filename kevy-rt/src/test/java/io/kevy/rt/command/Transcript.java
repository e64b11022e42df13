package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Requests with the replies a real Redis gave to them, as a resource: {@code > GET a}, and the reply
 * below in one line as {@link Shards#ask} shows it.
 *
 * <p>{@code protocol 3} and {@code database 1} switch the client, a blank line empties the server,
 * {@code #} begins a remark.
 */
public final class Transcript {
    private Transcript() {}

    /** Asks the same of one, two and three shards, and expects the recorded replies. */
    public static void play(Class<?> owner, String resource) {
        var lines = lines(owner, resource);
        for (int count = 1; count <= 3; count++) {
            assertTrue(play(lines, count) > 0, resource + " has no requests");
        }
    }

    private static int play(List<String> lines, int count) {
        int requests = 0;
        try (var shards = new Shards(count)) {
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.isEmpty()) {
                    shards.ask("FLUSHALL");
                    shards.session.protocol(2);
                    shards.session.db(0);
                } else if (line.startsWith("protocol ")) {
                    shards.session.protocol(Integer.parseInt(line.substring(9)));
                } else if (line.startsWith("database ")) {
                    shards.session.db(Integer.parseInt(line.substring(9)));
                } else if (line.startsWith("> ")) {
                    String where = (i + 1) + ": " + line + " on " + count + " shards";
                    assertEquals(lines.get(++i), shards.ask(line.substring(2)), where);
                    requests++;
                } else {
                    assertTrue(line.startsWith("#"), () -> "not a transcript: " + line);
                }
            }
        }
        return requests;
    }

    private static List<String> lines(Class<?> owner, String resource) {
        try (var in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
