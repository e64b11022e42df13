package io.kevy.rt.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.kevy.rt.config.Config;
import io.kevy.rt.replication.JavaProcess;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * What the shard's thread allocates for requests that come through a real socket: in a JVM of its own, because
 * what the compiler leaves out depends on all that has run before.
 */
class RequestAllocationTest {
    private static final int BATCHES = 5_000;
    /** The compiler works in the background, so the steady state may be some rounds away. */
    private static final int ROUNDS_MAX = 40;

    private static final int PER_BATCH = 20;

    /** As bin/kevy starts the server. */
    private static final List<String> OPTIONS =
            List.of("-XX:CompileCommand=quiet",
                    "-XX:CompileCommand=dontinline,io.kevy.sys.Libc::*");

    @Test
    void pipelinedRequestsAllocateNothing() throws Exception {
        var command = JavaProcess.command(RequestAllocationTest.class);
        command.addAll(1, OPTIONS);
        var process = JavaProcess.start(command);
        assertEquals("", new String(process.getInputStream().readAllBytes(), US_ASCII));
        assertEquals(0, process.waitFor());
    }

    /** In a JVM of its own. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        assertAllocatesNothing("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", "$5\r\nvalue\r\n");
        assertAllocatesNothing("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n", "+OK\r\n");
    }

    private static void assertAllocatesNothing(String request, String reply) throws Exception {
        try (var server = KevyServer.start(Config.load("--port", "0", "--shards", "1"))) {
            assertAllocatesNothing(server, request, reply);
        }
    }

    private static void assertAllocatesNothing(KevyServer server, String request, String reply)
            throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            run(socket, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n", "+OK\r\n", 1);
            long thread = shardThread(threads);
            double perRequest = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS_MAX && perRequest >= 0.5; round++) {
                long before = threads.getThreadAllocatedBytes(thread);
                run(socket, request, reply, BATCHES);
                long bytes = threads.getThreadAllocatedBytes(thread) - before;
                perRequest = (double) bytes / (BATCHES * PER_BATCH);
            }
            assertTrue(perRequest < 0.5, perRequest + " bytes per request");
        }
    }

    private static long shardThread(ThreadMXBean threads) {
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("kevy-shard-0")) {
                return id;
            }
        }
        throw new AssertionError("no shard thread");
    }

    private static void run(Socket socket, String request, String reply, int batches)
            throws IOException {
        byte[] requests = request.repeat(PER_BATCH).getBytes(US_ASCII);
        byte[] expected = reply.repeat(PER_BATCH).getBytes(US_ASCII);
        var in = new DataInputStream(socket.getInputStream());
        var got = new byte[expected.length];
        for (int i = 0; i < batches; i++) {
            socket.getOutputStream().write(requests);
            in.readFully(got);
        }
        assertEquals(new String(expected, US_ASCII), new String(got, US_ASCII));
    }
}
