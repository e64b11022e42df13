package io.kevy.rt.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    private static String ask(Path socket, String request) throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((request + "\r\nQUIT\r\n").getBytes(US_ASCII)));
            var answer = ByteBuffer.allocate(1 << 16);
            while (channel.read(answer) >= 0) {
                // Until it is closed.
            }
            return new String(answer.array(), 0, answer.position(), US_ASCII);
        }
    }

    @Test
    void withPortZeroASocketIsTheOnlyWayIn(@TempDir Path dir) throws Exception {
        var socket = dir.resolve("kevy.sock");
        var config =
                Config.load(
                        "--port", "0", "--shards", "2", "--unixsocket", socket.toString(),
                        "--unixsocketperm", "640");
        try (var server = KevyServer.start(config)) {
            assertEquals(0, server.port());
            assertEquals(0, server.replicationPort(1));
            assertEquals(
                    "rw-r-----",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertEquals("+PONG\r\n+OK\r\n", ask(socket, "PING"));
            String info = ask(socket, "INFO");
            assertTrue(info.contains("tcp_port:0\r\n"), info);
            assertTrue(info.contains("replication_ports:\r\n"), info);
        }
    }

    @Test
    void replicasHavePortsOfTheirOwnWhenTheyAreGivenAny(@TempDir Path dir) throws Exception {
        var config =
                Config.load(
                        "--port", "0", "--shards", "2", "--replication-port-base", "-1",
                        "--unixsocket", dir.resolve("kevy.sock").toString());
        try (var server = KevyServer.start(config)) {
            assertEquals(0, server.port());
            assertTrue(server.replicationPort(0) > 0);
            assertTrue(server.replicationPort(1) > 0);
        }
    }

    @Test
    void aPortAndASocketGoTogether(@TempDir Path dir) throws Exception {
        var socket = dir.resolve("kevy.sock");
        // Any free port can no longer be asked for, so one is found first.
        int port;
        try (var server = KevyServer.start(Config.load("--port", "0", "--shards", "1"))) {
            port = server.port();
        }
        var config =
                Config.load(
                        "--port", Integer.toString(port), "--shards", "1",
                        "--replication-port-base", "-1", "--unixsocket", socket.toString());
        try (var server = KevyServer.start(config)) {
            assertEquals(port, server.port());
            assertEquals("+PONG\r\n+OK\r\n", ask(socket, "PING"));
        }
    }

    private static String ping(String address, int port) throws Exception {
        try (var channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral(address), port))) {
            channel.write(ByteBuffer.wrap("PING\r\n".getBytes(US_ASCII)));
            var answer = ByteBuffer.allocate(7);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // Until it is all there.
            }
            return new String(answer.array(), 0, answer.position(), US_ASCII);
        }
    }

    @Test
    void aDefaultReplicationPortThatIsTakenGivesWayToAFreeOne() throws Exception {
        try (var taken = ServerSocketChannel.open()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            int port = ((InetSocketAddress) taken.getLocalAddress()).getPort();
            var client = Integer.toString(port - 10_000);
            try (var server =
                    KevyServer.start(Config.load("--port", client, "--shards", "1"))) {
                assertTrue(server.replicationPort(0) > 0);
                assertNotEquals(port, server.replicationPort(0));
            }
            var given =
                    Config.load(
                            "--port", "0", "--shards", "1", "--replication-port-base",
                            Integer.toString(port));
            var refusal = assertThrows(IOException.class, () -> KevyServer.start(given).close());
            assertTrue(refusal.getMessage().contains("EADDRINUSE"), refusal.getMessage());
        }
    }

    @Test
    void neighboursOnOneMachineAreInNobodysWay() throws Exception {
        int port;
        try (var probe = KevyServer.start(Config.load("--port", "0", "--shards", "1"))) {
            port = probe.port();
        }
        int last = Math.min(port, 65534);
        try (var one = start(last); var two = start(last + 1)) {
            assertEquals(last, one.port());
            assertEquals(last + 1, two.port());
        }
    }

    private static KevyServer start(int port) throws Exception {
        return KevyServer.start(Config.load("--port", Integer.toString(port), "--shards", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void theWildcardsOfBothFamiliesTakeConnectionsOfBoth(String transport) throws Exception {
        var config =
                Config.load(
                        "--port", "0", "--shards", "2", "--transport", transport, "--bind", "*",
                        "-::*");
        try (var server = KevyServer.start(config)) {
            assertEquals("+PONG\r\n", ping("127.0.0.1", server.port()));
            assertEquals("+PONG\r\n", ping("::1", server.port()));
        }
    }

    @Test
    void startsAndStopsLeaveNoDescriptorsBehind() throws Exception {
        var config = Config.load("--port", "0", "--shards", "2");
        KevyServer.start(config).close();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            KevyServer.start(config).close();
        }
        long after = descriptors();
        assertTrue(after < before + 20, before + " descriptors became " + after);
    }

    private static long descriptors() throws IOException {
        var directory = Path.of("/proc/self/fd");
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (var entries = Files.list(directory)) {
            return entries.count();
        }
    }
}
