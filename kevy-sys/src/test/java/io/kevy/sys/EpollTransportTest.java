package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What only epoll promises; elsewhere than on Linux, that it says why it is not there. */
class EpollTransportTest {
    @Test
    void theAutomaticTransportIsEpollOnLinux() {
        String expected = TransportSpec.isLinux() ? "epoll" : "nio";
        assertEquals(expected, Transport.automatic().name());
    }

    @Test
    void optionsArriveAtTheSystem() throws IOException {
        if (absent()) {
            return;
        }
        var options = new ListenOptions(16, true);
        try (Listener listener = Transport.epoll().listen(TransportSpec.anyPort(), options);
                Socket near = Transport.epoll().connect(listener.localAddress());
                Socket far = listener.accept()) {
            assertNotNull(far);
            assertEquals(1, option(listener, Libc.SOL_SOCKET, Libc.SO_REUSEADDR));
            assertEquals(1, option(listener, Libc.SOL_SOCKET, Libc.SO_REUSEPORT));
            for (Socket socket : new Socket[] {near, far}) {
                assertEquals(0, option(socket, Libc.IPPROTO_TCP, Libc.TCP_NODELAY));
                socket.tcpNoDelay(true);
                assertEquals(1, option(socket, Libc.IPPROTO_TCP, Libc.TCP_NODELAY));
                socket.keepAlive(300);
                assertEquals(1, option(socket, Libc.SOL_SOCKET, Libc.SO_KEEPALIVE));
                assertEquals(300, option(socket, Libc.IPPROTO_TCP, Libc.TCP_KEEPIDLE));
                assertEquals(100, option(socket, Libc.IPPROTO_TCP, Libc.TCP_KEEPINTVL));
                assertEquals(3, option(socket, Libc.IPPROTO_TCP, Libc.TCP_KEEPCNT));
                socket.keepAlive(0);
                assertEquals(0, option(socket, Libc.SOL_SOCKET, Libc.SO_KEEPALIVE));
            }
        }
    }

    @Test
    void aPlainListenerSharesNothing() throws IOException {
        if (absent()) {
            return;
        }
        try (Listener listener =
                Transport.epoll().listen(TransportSpec.anyPort(), TransportSpec.PLAIN)) {
            assertEquals(0, option(listener, Libc.SOL_SOCKET, Libc.SO_REUSEPORT));
        }
    }

    @Test
    void bothVersionsOfTheInternetListenOnOnePort() throws IOException {
        if (absent() || !Files.exists(Path.of("/proc/net/if_inet6"))) {
            return;
        }
        var any6 = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
        try (Listener six = Transport.epoll().listen(any6, TransportSpec.PLAIN)) {
            int port = TransportSpec.inet(six.localAddress()).getPort();
            var any4 = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port);
            Transport.epoll().listen(any4, TransportSpec.PLAIN).close();
        }
    }

    @Test
    void errorsHaveTheirNumber() throws IOException {
        if (absent()) {
            return;
        }
        try (Listener listener =
                Transport.epoll().listen(TransportSpec.anyPort(), TransportSpec.PLAIN)) {
            IOException error =
                    assertThrows(
                            IOException.class,
                            () -> Transport.epoll()
                                    .listen(listener.localAddress(), TransportSpec.PLAIN));
            assertTrue(
                    String.valueOf(error.getMessage())
                            .endsWith(": EADDRINUSE (98) Address already in use"),
                    error.getMessage());
        }
    }

    @Test
    void aTimeoutIsRoundedUpToMilliseconds() {
        assertEquals(-1, PollTimeout.millis(-1));
        assertEquals(-1, PollTimeout.millis(Long.MIN_VALUE));
        assertEquals(0, PollTimeout.millis(0));
        assertEquals(1, PollTimeout.millis(1));
        assertEquals(1, PollTimeout.millis(1_000_000));
        assertEquals(2, PollTimeout.millis(1_000_001));
        assertEquals(Integer.MAX_VALUE, PollTimeout.millis(Long.MAX_VALUE));
    }

    private static int option(Pollable pollable, int level, int option) throws IOException {
        Workspace calls = Workspace.alone();
        int fd = ((EpollPollable) pollable).openFd("getsockopt");
        calls.word2.set(JAVA_INT, 0, Integer.BYTES);
        assertEquals(0, Libc.getsockopt(calls.state, fd, level, option, calls.word, calls.word2));
        return calls.word.get(JAVA_INT, 0);
    }

    /** True elsewhere than on Linux, once epoll has said why. */
    private static boolean absent() {
        if (TransportSpec.isLinux()) {
            return false;
        }
        var reason = assertThrows(UnsupportedOperationException.class, Transport::epoll);
        assertTrue(String.valueOf(reason.getMessage()).contains("Linux"), reason.getMessage());
        return true;
    }
}
