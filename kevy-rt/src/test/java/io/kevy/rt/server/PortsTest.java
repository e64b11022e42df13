package io.kevy.rt.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.Config;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
