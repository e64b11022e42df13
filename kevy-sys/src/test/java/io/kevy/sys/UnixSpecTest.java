package io.kevy.sys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unix-domain sockets and the files they leave. */
class UnixSpecTest extends TransportSpec {
    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each
    private UnixDomainSocketAddress address;

    @BeforeEach
    void choosePath() {
        address = UnixDomainSocketAddress.of(directory.resolve("kevy-\u00e4.sock"));
    }

    @Test
    void bytesArriveAtTheOtherEnd() throws IOException {
        Listener listener = closing(transport.listen(address, PLAIN));
        Socket near = connected(listener);
        Socket far = accepted(listener);
        near.write("ping".getBytes(US_ASCII), 0, 4);
        assertEquals("ping", new String(readFully(far, 4), US_ASCII));
        near.close();
        assertEquals(-1, readOnce(far, new byte[1]));
    }

    @Test
    void addressesAreThePathAndForTheUnboundEndEmpty() throws IOException {
        Listener listener = closing(transport.listen(address, PLAIN));
        Socket near = connected(listener);
        Socket far = accepted(listener);
        assertEquals(address, listener.localAddress());
        assertEquals(address, near.remoteAddress());
        assertEquals(address, far.localAddress());
        assertEquals(UnixDomainSocketAddress.of(""), far.remoteAddress());
        assertEquals(UnixDomainSocketAddress.of(""), near.localAddress());
    }

    @Test
    void optionsOfTcpAreWithoutEffect() throws IOException {
        Listener listener = closing(transport.listen(address, new ListenOptions(16, true)));
        Socket near = connected(listener);
        near.tcpNoDelay(true);
        near.keepAlive(10);
        accepted(listener).keepAlive(10);
    }

    @Test
    void closingAListenerRemovesItsFile() throws IOException {
        Listener listener = transport.listen(address, PLAIN);
        assertTrue(Files.exists(address.getPath()));
        listener.close();
        assertFalse(Files.exists(address.getPath()));
    }

    @Test
    void closingAListenerLeavesAForeignFileAtItsPath() throws IOException {
        Listener listener = transport.listen(address, PLAIN);
        Files.move(address.getPath(), directory.resolve("moved"));
        Files.writeString(address.getPath(), "not a socket");
        listener.close();
        listener.close();
        assertEquals("not a socket", Files.readString(address.getPath()));
    }

    @Test
    void theFileOfADeadListenerIsReplaced() throws IOException {
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(address); // the JDK leaves the file behind
        }
        assertTrue(Files.exists(address.getPath()));
        Listener listener = closing(transport.listen(address, PLAIN));
        connected(listener);
    }

    @Test
    void theFileOfALiveListenerIsNotTouched() throws IOException {
        Listener live = closing(transport.listen(address, new ListenOptions(1, false)));
        for (int i = 0; i < 5; i++) { // neither with room in its backlog nor without
            assertFails(() -> transport.listen(address, PLAIN), "bind", "kevy-", "EADDRINUSE");
        }
        assertTrue(Files.exists(address.getPath()));
        accepted(live);
    }

    @Test
    void anOrdinaryFileIsNotTouched() throws IOException {
        Files.writeString(address.getPath(), "precious");
        assertFails(() -> transport.listen(address, PLAIN), "bind", "EADDRINUSE");
        assertEquals("precious", Files.readString(address.getPath()));
    }

    @Test
    void connectingToNothingNamesTheError() throws IOException {
        assertFails(() -> transport.connect(address), "connect", "kevy-", "ENOENT");
        Listener listener = transport.listen(address, PLAIN);
        Files.move(address.getPath(), directory.resolve("orphan"));
        listener.close();
        var orphan = UnixDomainSocketAddress.of(directory.resolve("orphan"));
        assertFails(() -> transport.connect(orphan), "connect", "orphan", "ECONNREFUSED");
    }

    @Test
    void aDirectoryThatIsMissingIsAnErrorWithItsName() {
        var lost = UnixDomainSocketAddress.of(directory.resolve("no/such/kevy.sock"));
        assertFails(() -> transport.listen(lost, PLAIN), "bind", "ENOENT");
    }

    @Test
    void aPathThatIsTooLongOrEmptyIsAnError() {
        var tooLong = UnixDomainSocketAddress.of(directory.resolve("x".repeat(120)));
        assertFails(() -> transport.listen(tooLong, PLAIN), "ENAMETOOLONG");
        assertFails(() -> transport.connect(tooLong), "ENAMETOOLONG");
        assertFails(() -> transport.listen(UnixDomainSocketAddress.of(""), PLAIN), "path");
        assertFails(() -> transport.connect(UnixDomainSocketAddress.of("")), "path");
    }
}
