package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.persist.snapshot.SnapshotDecoder;
import io.kevy.replicate.FrameDecoder;
import io.kevy.replicate.FrameException;
import io.kevy.resp.Argv;
import io.kevy.resp.RequestLimits;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import io.kevy.rt.server.Servers;
import io.kevy.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A whole server against bytes that a real kevy 1.19.0 wrote. */
class VectorsIT {
    private static final Path VECTORS = Path.of("../kevy-replicate/src/test/resources/vectors");
    private static final Set<String> STRING_COMMANDS = Set.of("SET", "INCR", "APPEND", "DEL");

    /** A frame of the vector: where its command begins and ends, and the command. */
    private record Frame(int commandFrom, int to, Argv command) {
        /** Whether it needs neither another type nor a deadline made absolute. */
        boolean isPlain() {
            return STRING_COMMANDS.contains(command.text(0))
                    && (command.count() < 4 || command.text(0).equals("DEL"));
        }
    }

    private static byte[] vector(String name) throws IOException {
        return Files.readAllBytes(VECTORS.resolve(name));
    }

    private static Node serverFromZero() throws IOException, ConfigException {
        var config =
                Config.load("--port", "0", "--shards", "1", "--replication-port-base", "-1");
        return new Node(Servers.startAt(config, 0));
    }

    private static List<Frame> frames(byte[] stream, int from) throws FrameException {
        var frames = new ArrayList<Frame>();
        var decoder = new FrameDecoder(RequestLimits.redis());
        for (int at = from; at < stream.length;) {
            int length = decoder.decode(stream, at, stream.length);
            int envelope = ("*2\r\n:" + decoder.offset() + "\r\n").length();
            frames.add(
                    new Frame(at + envelope, at + length, decoder.command().detachedCopy()));
            at += length;
        }
        return frames;
    }

    @Test
    void theLiveStreamOfTheSameCommandsHasTheSameBytes() throws Exception {
        byte[] stream = vector("live-stream.bin");
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(ascii("+ACK 0\r\n"));
        try (var node = serverFromZero();
                var link = new RawLink(node.replicationPort(0))) {
            link.replicateFrom(0, "vector-1");
            assertEquals("+ACK 0\r\n", link.readUntil("\r\n"));
            int offset = 0;
            for (Frame frame : frames(stream, "+ACK 0\r\n".length())) {
                if (frame.isPlain()) {
                    expected.writeBytes(ascii("*2\r\n:" + offset++ + "\r\n"));
                    expected.write(
                            stream, frame.commandFrom(), frame.to() - frame.commandFrom());
                    node.client().requests().argv(frame.command());
                    node.client().flush();
                    node.client().skip(1);
                }
            }
            assertEquals(5, offset, "SET, SET, INCR, APPEND, DEL");
            byte[] wanted = expected.toByteArray();
            byte[] rest = Arrays.copyOfRange(wanted, "+ACK 0\r\n".length(), wanted.length);
            assertArrayEquals(rest, link.read(rest.length));
        }
    }

    @Test
    void aSnapshotShipHasTheShapeOfTheVector() throws Exception {
        try (var node = serverFromZero()) {
            node.text("SET", "plain", "hello world");
            node.text("SET", "n", "1");
            node.text("SET", "ttl-abs", "v", "PXAT", "99999999999999");
            node.text("SET", "pad", "p");
            node.text("DEL", "pad");
            try (var link = new RawLink(node.replicationPort(0));
                    var store = Store.open()) {
                link.replicateFrom(0, "vector-1");
                String ours = link.readUntil("+SNAPSHOT_END 5\r\n");
                String theirs =
                        new String(
                                vector("snapshot-ship.bin"), StandardCharsets.ISO_8859_1);
                assertEquals(shape(theirs), shape(ours));
                load(ours, store);
                assertEquals(3, store.keyspace(0).size());
            }
        }
    }

    /** The lines and payload beginnings of a ship, numbers left out. */
    private static List<String> shape(String ship) {
        var shape = new TreeSet<String>();
        int at = 0;
        while (at < ship.length()) {
            int end = ship.indexOf("\r\n", at);
            String line = ship.substring(at, end);
            at = end + 2;
            if (line.startsWith("$")) {
                int length = Integer.parseInt(line.substring(1));
                shape.add("$ " + ship.substring(at, at + 9).replaceAll("[^A-Z]", "?")
                        + (int) ship.charAt(at + 8) + " ends with " + (int) ship.charAt(
                                at + length - 1));
                assertEquals("\r\n", ship.substring(at + length, at + length + 2));
                at += length + 2;
            } else {
                shape.add(line.replaceAll("\\d+", "N"));
            }
        }
        return List.copyOf(shape);
    }

    private static void load(String ship, Store store) throws FormatException {
        int from = ship.indexOf("\r\n", ship.indexOf('$')) + 2;
        int to = ship.lastIndexOf("\r\n+SNAPSHOT_END");
        byte[] image = ship.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
        var decoder = new SnapshotDecoder(new StoreLoader(store), 0, EntryLimits.redis());
        decoder.feed(image, 0, image.length);
        decoder.end();
        assertTrue(decoder.finished());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aPlainMainOfTenLinesFollowsAServer() throws Exception {
        try (var node = serverFromZero()) {
            node.text("SET", "before", "1");
            var follower =
                    JavaProcess.start(
                            Follower.class, Integer.toString(node.replicationPort(0)));
            try (var lines = follower.inputReader()) {
                assertEquals("begin", lines.readLine());
                assertTrue(lines.readLine().startsWith("chunk of "));
                assertEquals("end 1", lines.readLine());
                node.text("MSET", "a", "1", "b", "2");
                node.text("INCR", "a");
                assertEquals("1 MSET a 1 b 2", lines.readLine());
                assertEquals("2 INCR a", lines.readLine());
            } finally {
                follower.destroyForcibly();
            }
        }
    }
}
