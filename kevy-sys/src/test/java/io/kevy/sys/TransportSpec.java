package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every spec of a transport stands on: it runs once per implementation this system must have,
 * over the loopback, and closes in the end what it opened.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.kevy.sys.TransportSpec#transports")
abstract class TransportSpec {
    static final ListenOptions PLAIN = new ListenOptions(128, false);

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    @Parameter
    @SuppressWarnings("NullAway.Init") // injected
    Transport transport;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** On Linux epoll must work: a failure to open it fails the tests. */
    static List<Named<Transport>> transports() {
        var all = new ArrayList<Named<Transport>>();
        all.add(Named.of("nio", Transport.nio()));
        if (isLinux()) {
            all.add(Named.of("epoll", Transport.epoll()));
        }
        return all;
    }

    static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    static InetSocketAddress inet(java.net.SocketAddress address) {
        return (InetSocketAddress) address;
    }

    Poller poller() throws IOException {
        return closing(transport.openPoller());
    }

    Listener listener() throws IOException {
        return closing(transport.listen(anyPort(), PLAIN));
    }

    /** A blocking peer by the JDK, whose behaviour is not under test. */
    java.net.Socket strangerTo(Listener listener) throws IOException {
        InetSocketAddress address = inet(listener.localAddress());
        return closing(new java.net.Socket(address.getAddress(), address.getPort()));
    }

    Socket accepted(Listener listener) throws IOException {
        try (Poller poller = transport.openPoller()) {
            poller.register(listener, Poller.READ, listener);
            assertTrue(poller.poll(PATIENCE_NANOS) > 0,
                    "nobody came to " + listener.localAddress());
            Socket socket = listener.accept();
            assertNotNull(socket);
            return closing(socket);
        }
    }

    Socket connected(Listener listener) throws IOException {
        Socket socket = closing(transport.connect(listener.localAddress()));
        try (Poller poller = transport.openPoller()) {
            poller.register(socket, Poller.WRITE, socket);
            assertTrue(poller.poll(PATIENCE_NANOS) > 0, "connection attempt goes on");
            assertTrue(socket.finishConnect());
        }
        return socket;
    }

    /** Both ends of a connection, neither registered. */
    Pair pair() throws IOException {
        Listener listener = listener();
        Socket near = connected(listener);
        return new Pair(near, accepted(listener));
    }

    record Pair(Socket near, Socket far) {}

    /** Polls until that attachment is ready and returns its bits; 0 when it never is. */
    static int readyBits(Poller poller, Object attachment) throws IOException {
        long start = System.nanoTime();
        long left = PATIENCE_NANOS;
        while (left > 0) {
            int count = poller.poll(left);
            for (int i = 0; i < count; i++) {
                if (poller.attachment(i).equals(attachment)) {
                    return poller.ready(i);
                }
            }
            left = PATIENCE_NANOS - (System.nanoTime() - start);
        }
        return 0;
    }

    static void assertReady(int bit, Poller poller, Object attachment) throws IOException {
        int bits = readyBits(poller, attachment);
        assertTrue((bits & bit) != 0, "ready bits " + bits + " lack " + bit);
    }

    /** Reads until so many bytes are there. */
    byte[] readFully(Socket socket, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (Poller poller = transport.openPoller()) {
            poller.register(socket, Poller.READ, socket);
            int have = 0;
            while (have < length) {
                assertReady(Poller.READ, poller, socket);
                int count = socket.read(bytes, have, length - have);
                assertTrue(count >= 0, "end of the stream after " + have + " bytes");
                have += count;
            }
        }
        return bytes;
    }

    /** Waits for something to read and reads once. */
    int readOnce(Socket socket, byte[] target) throws IOException {
        try (Poller poller = transport.openPoller()) {
            poller.register(socket, Poller.READ, socket);
            assertReady(Poller.READ, poller, socket);
        }
        return socket.read(target, 0, target.length);
    }

    interface Call {
        @Nullable Object run() throws Exception;
    }

    /** The call must fail with an {@code IOException} whose message has all these parts. */
    static void assertFails(Call call, String... parts) {
        try {
            fail("no exception but " + call.run());
        } catch (IOException e) {
            for (String part : parts) {
                assertTrue(
                        String.valueOf(e.getMessage()).contains(part),
                        () -> "no <" + part + "> in <" + e.getMessage() + ">");
            }
        } catch (Exception e) {
            fail("no IOException but " + e, e);
        }
    }
}
