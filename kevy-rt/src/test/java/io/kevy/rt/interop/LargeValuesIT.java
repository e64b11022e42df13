package io.kevy.rt.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.main.Main;
import io.kevy.rt.replication.JavaProcess;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values, arguments, replies and queues far larger than the heap of the server, which does not notice.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LargeValuesIT {
    private static final Pattern READY = Pattern.compile("connections on port (\\d+)");
    private static final int MIB = 1 << 20;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    /** A client that sends and checks bytes which it never holds. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Peer(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        }

        void send(String words) throws IOException {
            String[] all = words.split(" ", -1);
            out.write(("*" + all.length + "\r\n").getBytes(US_ASCII));
            for (String word : all) {
                argument(word);
            }
        }

        void begin(int arguments, String... words) throws IOException {
            out.write(("*" + arguments + "\r\n").getBytes(US_ASCII));
            for (String word : words) {
                argument(word);
            }
        }

        private void argument(String word) throws IOException {
            out.write(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(US_ASCII));
        }

        /** An argument of so many bytes of a pattern. */
        void large(int length) throws IOException {
            out.write(("$" + length + "\r\n").getBytes(US_ASCII));
            for (int at = 0; at < length; at++) {
                out.write(patternAt(at));
            }
            out.write("\r\n".getBytes(US_ASCII));
        }

        String line() throws IOException {
            out.flush();
            var line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("the server closed the connection after " + line);
                }
                line.append((char) b);
            }
            return line.toString().strip();
        }

        /** Expects a bulk string of the pattern. */
        void expectLarge(int from, int length) throws IOException {
            assertEquals("$" + length, line());
            for (int at = 0; at < length; at++) {
                int b = in.read();
                if (b != patternAt(from + at)) {
                    throw new AssertionError("byte " + at + " of " + length + " is " + b);
                }
            }
            assertEquals("", line());
        }

        String ask(String words) throws IOException {
            send(words);
            return line();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static int patternAt(int at) {
        return (at * 31 + (at >>> 13)) & 0xFF;
    }

    private int server(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        var command = JavaProcess.command(Main.class, all.toArray(String[]::new));
        command.set(command.indexOf("-Xmx256m"), "-Xmx64m");
        var process = JavaProcess.start(command);
        opened.add(process::destroyForcibly);
        var log = process.inputReader();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            var ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new IOException("the server did not start");
    }

    private Peer peer(int port) throws IOException {
        var peer = new Peer(port);
        opened.add(peer);
        return peer;
    }

    @ParameterizedTest
    @CsvSource({"epoll, 1", "epoll, 2", "nio, 1", "nio, 2"})
    void valuesLargerThanTheHeapComeAndGo(String transport, String shards) throws Exception {
        int port = server("--transport", transport, "--shards", shards);
        var peer = peer(port);
        for (String key : List.of("a", "b", "c")) {
            peer.begin(3, "SET", key);
            peer.large(100 * MIB);
            assertEquals("+OK", peer.line());
            peer.send("GET " + key);
            peer.expectLarge(0, 100 * MIB);
        }
        assertEquals(":" + (100 * MIB + 1), peer.ask("APPEND a x"));
        assertEquals(":" + (100 * MIB + 1), peer.ask("STRLEN a"));
        assertEquals(":1", peer.ask("COPY a d"));
        peer.send("GETRANGE d 1000 70000999");
        peer.expectLarge(1000, 70_000_000);
        assertEquals(":1", peer.ask("EXPIRE b 100"));
        assertEquals("+OK", peer.ask("RENAME b e"));
        peer.send("MGET c e");
        assertEquals("*2", peer.line());
        peer.expectLarge(0, 100 * MIB);
        peer.expectLarge(0, 100 * MIB);
        assertEquals(":4", peer.ask("DEL a c d e"));
        assertEquals("+PONG", peer.ask("PING"));
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aQueueLargerThanTheHeapIsRun(String shards) throws Exception {
        var peer = peer(server("--shards", shards));
        assertEquals("+OK", peer.ask("MULTI"));
        for (int i = 0; i < 100; i++) {
            peer.begin(3, "SET", "k" + i);
            peer.large(MIB);
            assertEquals("+QUEUED", peer.line());
        }
        assertEquals("*100", peer.ask("EXEC"));
        for (int i = 0; i < 100; i++) {
            assertEquals("+OK", peer.line());
        }
        assertEquals(":100", peer.ask("DBSIZE"));
        peer.send("GET k99");
        peer.expectLarge(0, MIB);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void clientsThatStopInTheMiddleOfAnArgumentCostNobodyElse(String shards) throws Exception {
        int port = server("--shards", shards);
        for (int i = 0; i < 20; i++) {
            var half = peer(port);
            half.out.write("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000000\r\n".getBytes(US_ASCII));
            half.out.write(new byte[10 * MIB]);
            half.out.flush();
            if (i % 2 == 0) {
                half.close();
            }
        }
        var peer = peer(port);
        for (int i = 0; i < 1000; i++) {
            assertEquals("+OK", peer.ask("SET k" + i + " v"));
        }
        assertEquals("+PONG", peer.ask("PING"));
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void allKeysAreMoreThanTheHeap(String shards) throws Exception {
        var peer = peer(server("--shards", shards));
        String tail = "x".repeat(290);
        for (int i = 0; i < 300_000; i++) {
            peer.send("SET " + i + tail + " v");
            if (i % 1000 == 999) {
                for (int j = 0; j < 1000; j++) {
                    assertEquals("+OK", peer.line());
                }
            }
        }
        peer.send("KEYS *");
        assertEquals("*300000", peer.line());
        for (int i = 0; i < 600_000; i++) {
            assertTrue(peer.line().length() > 1);
        }
        assertEquals("+PONG", peer.ask("PING"));
    }
}
