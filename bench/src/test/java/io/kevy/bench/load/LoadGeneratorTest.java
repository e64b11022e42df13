package io.kevy.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.Config;
import io.kevy.rt.server.KevyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadGeneratorTest {
    private static final int KEYS = 1000;

    @ParameterizedTest
    @EnumSource
    void everyRequestIsAnsweredAndTimed(Operation operation) throws Exception {
        try (var server = KevyServer.start(Config.load("--port", "0", "--shards", "1"))) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            KeyFiller.fill(address, KEYS, 300);
            var plan = LoadPlan.standard(address, operation).withConnections(3)
                    .withPipeline(100).withSizes(KEYS, 300).withSeconds(0, 0.1);
            var result = LoadGenerator.run(plan);
            assertTrue(result.requests() > 0, result.line());
            assertEquals(result.requests(), result.latency().count());
            assertTrue(result.quantileMicros(0.5) <= result.quantileMicros(0.999), result.line());
        }
    }

    @Test
    void anErrorReplyEndsTheLoad() throws Exception {
        var refused = lossOf("-LOADING not yet\r\n", LoadGeneratorTest::load);
        assertEquals("the server answered -LOADING not yet", refused.getMessage());
    }

    @Test
    void whatIsNoReplyEndsTheLoad() throws Exception {
        lossOf("HTTP/1.1 400 Bad Request\r\n", LoadGeneratorTest::load);
    }

    @Test
    void aLostConnectionEndsTheLoad() throws Exception {
        lossOf("", LoadGeneratorTest::load);
        lossOf("$64\r\nhalf a rep", LoadGeneratorTest::load);
    }

    @Test
    void fillingEndsAtAnErrorReply() throws Exception {
        var refused = lossOf("-OOM no room\r\n", server -> KeyFiller.fill(server, 2, 1));
        assertEquals("the server answered a SET with -OOM no room", refused.getMessage());
        lossOf("+OK\r\n", server -> KeyFiller.fill(server, 2, 1));
    }

    private static void load(InetSocketAddress server) throws IOException {
        LoadGenerator.run(LoadPlan.standard(server, Operation.GET).withConnections(1));
    }

    /** What becomes of a client whose server sends these bytes and hangs up. */
    private static IOException lossOf(String bytes, Client client) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = Thread.ofPlatform().start(() -> answerAndHangUp(listener, bytes));
            var address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
            var loss = assertThrows(IOException.class, () -> client.use(address));
            server.join();
            return loss;
        }
    }

    private static void answerAndHangUp(ServerSocket listener, String bytes) {
        try (var socket = listener.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Client {
        void use(InetSocketAddress server) throws IOException;
    }
}
