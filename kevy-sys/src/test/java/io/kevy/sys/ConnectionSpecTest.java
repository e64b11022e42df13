package io.kevy.sys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** TCP connections: bytes, their end, errors, addresses. */
class ConnectionSpecTest extends TransportSpec {
    @Test
    void bytesArriveAtTheOtherEnd() throws IOException {
        Pair pair = pair();
        assertEquals(4, pair.near().write("ping".getBytes(US_ASCII), 0, 4));
        assertEquals("ping", new String(readFully(pair.far(), 4), US_ASCII));
        assertEquals(4, pair.far().write("-pong-".getBytes(US_ASCII), 1, 4));
        assertEquals("pong", new String(readFully(pair.near(), 4), US_ASCII));
    }

    @Test
    void aReadWithNothingThereReturnsZero() throws IOException {
        Pair pair = pair();
        assertEquals(0, pair.near().read(new byte[10], 0, 10));
    }

    @Test
    void readingAndWritingNothingReturnsZero() throws IOException {
        Pair pair = pair();
        pair.far().write(new byte[1], 0, 1);
        assertEquals(0, pair.near().read(new byte[1], 1, 0));
        assertEquals(0, pair.near().write(new byte[1], 1, 0));
    }

    @Test
    void aReadFillsOnlyItsPartOfTheArray() throws IOException {
        Pair pair = pair();
        pair.far().write("abcdef".getBytes(US_ASCII), 0, 6);
        byte[] target = "----------".getBytes(US_ASCII);
        try (Poller poller = transport.openPoller()) {
            poller.register(pair.near(), Poller.READ, pair);
            assertReady(Poller.READ, poller, pair);
            assertEquals(3, pair.near().read(target, 4, 3));
        }
        assertEquals("----abc---", new String(target, US_ASCII));
    }

    @Test
    void aRangeOutsideTheArrayIsRefusedBeforeAnyByteIsLost() throws IOException {
        Pair pair = pair();
        pair.far().write("x".getBytes(US_ASCII), 0, 1);
        byte[] array = new byte[8];
        assertThrows(IndexOutOfBoundsException.class, () -> pair.near().read(array, 4, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> pair.near().read(array, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> pair.near().write(array, 8, 1));
        assertEquals("x", new String(readFully(pair.near(), 1), US_ASCII));
    }

    @Test
    void theEndOfTheStreamIsMinusOneAgainAndAgain() throws IOException {
        Pair pair = pair();
        pair.far().write("last".getBytes(US_ASCII), 0, 4);
        pair.far().close();
        assertEquals("last", new String(readFully(pair.near(), 4), US_ASCII));
        assertEquals(-1, readOnce(pair.near(), new byte[10]));
        assertEquals(-1, readOnce(pair.near(), new byte[10]));
    }

    @Test
    void aFullSendBufferTakesLessAndWriteInterestTellsWhenItGoesOn() throws IOException {
        Pair pair = pair();
        byte[] source = new byte[16 << 20];
        new Random(7).nextBytes(source);
        int sent = pair.near().write(source, 0, source.length);
        assertTrue(sent > 0 && sent < source.length, sent + " bytes taken at once");
        while (true) { // the far end's buffer may still be growing
            int more = pair.near().write(source, sent, source.length - sent);
            if (more == 0) {
                break;
            }
            sent += more;
        }

        byte[] target = new byte[source.length];
        int received = 0;
        Poller poller = poller();
        poller.register(pair.near(), Poller.WRITE, "near");
        poller.register(pair.far(), Poller.READ, "far");
        while (received < target.length) {
            int count = poller.poll(5_000_000_000L);
            assertTrue(count > 0, "stuck at " + sent + " sent, " + received + " received");
            for (int i = 0; i < count; i++) {
                if (poller.attachment(i).equals("near")) {
                    sent += pair.near().write(source, sent, source.length - sent);
                    if (sent == source.length) {
                        poller.interest(pair.near(), 0);
                    }
                } else {
                    int got = pair.far().read(target, received, target.length - received);
                    assertTrue(got >= 0 && got <= Socket.TRANSFER_BYTES_MAX, got + " bytes read");
                    received += got;
                }
            }
        }
        assertArrayEquals(source, target);
    }

    @Test
    void aResetIsAnErrorWithItsName() throws IOException {
        Listener listener = listener();
        java.net.Socket stranger = strangerTo(listener);
        Socket socket = accepted(listener);
        stranger.setSoLinger(true, 0);
        stranger.close();
        assertFails(() -> readOnce(socket, new byte[10]), "recv: ECONNRESET");
    }

    @Test
    void writingToAPeerThatIsGoneIsAnErrorWithItsName() throws IOException {
        Listener listener = listener();
        java.net.Socket stranger = strangerTo(listener);
        Socket socket = accepted(listener);
        stranger.setSoLinger(true, 0);
        stranger.close();
        try (Poller poller = transport.openPoller()) {
            poller.register(socket, Poller.READ, socket);
            assertReady(Poller.READ, poller, socket);
        }
        IOException error =
                assertThrows(
                        IOException.class,
                        () -> {
                            socket.write(new byte[10], 0, 10);
                            socket.write(new byte[10], 0, 10);
                        });
        assertTrue(
                String.valueOf(error.getMessage()).matches("send: (EPIPE|ECONNRESET) .*"),
                error.getMessage());
    }

    @Test
    void aRefusedConnectionFailsWithTheNameOfTheErrorAtEveryCall() throws IOException {
        Socket socket = refused();
        if (socket == null) {
            return; // refused with its name at once
        }
        Poller poller = poller();
        poller.register(socket, Poller.WRITE, socket);
        assertReady(Poller.WRITE, poller, socket);
        assertFails(socket::finishConnect, "connect 127.0.0.1:", "ECONNREFUSED");
        assertFails(socket::finishConnect, "connect 127.0.0.1:", "ECONNREFUSED");
        assertFails(() -> socket.read(new byte[1], 0, 1), "ECONNREFUSED");
        assertFails(() -> socket.write(new byte[1], 0, 1), "ECONNREFUSED");
    }

    @Test
    void aRefusedConnectionIsReportedToWhoOnlyWantsToReadToo() throws IOException {
        Socket socket = refused();
        if (socket == null) {
            return; // refused with its name at once
        }
        Poller poller = poller();
        poller.register(socket, Poller.READ, socket);
        assertReady(Poller.READ, poller, socket);
        assertFails(() -> socket.read(new byte[1], 0, 1), "ECONNREFUSED");
        assertFails(socket::finishConnect, "ECONNREFUSED");
    }

    /** An attempt at a port nobody listens on; null when the failure was thrown, and right, at once. */
    private @Nullable Socket refused() throws IOException {
        Listener listener = listener();
        listener.close();
        try {
            return closing(transport.connect(listener.localAddress()));
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("ECONNREFUSED"), e.getMessage());
            return null;
        }
    }

    @Test
    void whoOnlyWaitsForBytesGetsThemWithoutFinishingTheConnection() throws IOException {
        Listener listener = listener();
        Socket near = closing(transport.connect(listener.localAddress()));
        Poller poller = poller();
        poller.register(near, Poller.READ, near);
        accepted(listener).write("hello".getBytes(US_ASCII), 0, 5);
        assertReady(Poller.READ, poller, near);
        assertEquals(5, near.read(new byte[10], 0, 10));
        assertTrue(near.finishConnect());
    }

    @Test
    void whileAConnectionIsPendingReadsAndWritesReturnZero() throws IOException {
        Listener listener = closing(transport.listen(anyPort(), new ListenOptions(1, false)));
        var attempts = new ArrayList<Socket>();
        Socket pending = null;
        while (pending == null && attempts.size() < 50) { // the backlog is soon full
            Socket attempt = closing(transport.connect(listener.localAddress()));
            attempts.add(attempt);
            if (!attempt.finishConnect()) {
                pending = attempt;
            }
        }
        assertNotNull(pending, "all attempts succeeded");
        assertEquals(0, pending.read(new byte[1], 0, 1));
        assertEquals(0, pending.write(new byte[1], 0, 1));
        assertFalse(pending.finishConnect());
        assertEquals(listener.localAddress(), pending.remoteAddress());
    }

    @Test
    void bothEndsAgreeOnTheirAddresses() throws IOException {
        Listener listener = listener();
        Socket near = connected(listener);
        Socket far = accepted(listener);
        assertEquals(listener.localAddress(), near.remoteAddress());
        assertEquals(listener.localAddress(), far.localAddress());
        assertEquals(near.localAddress(), far.remoteAddress());
        assertTrue(inet(far.remoteAddress()).getAddress().isLoopbackAddress());
    }

    @Test
    void addressesAskedForStayKnownAfterTheClose() throws IOException {
        Pair pair = pair();
        var remote = pair.near().remoteAddress();
        var local = pair.near().localAddress();
        pair.near().close();
        assertEquals(remote, pair.near().remoteAddress());
        assertEquals(local, pair.near().localAddress());
        pair.far().close();
        assertEquals(new InetSocketAddress("0.0.0.0", 0), pair.far().localAddress());
    }

    @Test
    void aPeerThatVanishedBeforeItWasAcceptedHasItsAddressOrTheNullAddress() throws IOException {
        Listener listener = listener();
        java.net.Socket stranger = strangerTo(listener);
        int port = stranger.getLocalPort();
        stranger.setSoLinger(true, 0);
        stranger.close();
        var address = inet(accepted(listener).remoteAddress());
        assertTrue(
                address.getPort() == port || address.equals(new InetSocketAddress("0.0.0.0", 0)),
                address.toString());
    }

    @Test
    void version6OfTheInternetWorksWhereTheMachineHasIt() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        boolean present = java.net.NetworkInterface.getByInetAddress(loopback) != null;
        if (!present) {
            assertFails(() -> transport.listen(new InetSocketAddress(loopback, 0), PLAIN), "E");
            return;
        }
        Listener listener =
                closing(transport.listen(new InetSocketAddress(loopback, 0), PLAIN));
        Socket near = connected(listener);
        Socket far = accepted(listener);
        assertEquals(near.localAddress(), far.remoteAddress());
        assertEquals(loopback, inet(far.remoteAddress()).getAddress());
        near.write("six".getBytes(US_ASCII), 0, 3);
        assertEquals("six", new String(readFully(far, 3), US_ASCII));
    }

    @Test
    void anUnresolvedHostIsAnError() {
        var nowhere = InetSocketAddress.createUnresolved("no.such.host", 1);
        assertFails(() -> transport.connect(nowhere), "no.such.host");
        assertFails(() -> transport.listen(nowhere, PLAIN), "no.such.host");
    }

    @Test
    void socketOptionsCanBeSwitchedOnAndOff() throws IOException {
        Pair pair = pair();
        pair.near().tcpNoDelay(true);
        pair.near().tcpNoDelay(false);
        pair.near().keepAlive(300);
        pair.near().keepAlive(1);
        pair.near().keepAlive(0);
        assertThrows(IllegalArgumentException.class, () -> pair.near().keepAlive(-1));
    }

    @Test
    void twoThousandConnectionsAreServedAtOnce() throws IOException {
        int connections = 2000;
        Listener listener =
                closing(transport.listen(anyPort(), new ListenOptions(4096, false)));
        Poller poller = poller();
        poller.register(listener, Poller.READ, listener);
        List<Socket> near = new ArrayList<>();
        List<Socket> far = new ArrayList<>();
        while (far.size() < connections) {
            if (near.size() < connections) {
                near.add(closing(transport.connect(listener.localAddress())));
            }
            Socket socket = listener.accept();
            if (socket != null) {
                poller.register(socket, Poller.READ, far.size());
                far.add(closing(socket));
            } else if (near.size() == connections) {
                assertReady(Poller.READ, poller, listener);
            }
        }
        for (Socket socket : near) {
            assertTrue(socket.finishConnect());
            assertEquals(1, socket.write(new byte[] {42}, 0, 1));
        }
        boolean[] served = new boolean[connections];
        int count = 0;
        byte[] one = new byte[1];
        while (count < connections) {
            int ready = poller.poll(5_000_000_000L);
            assertTrue(ready > 0, "only " + count + " served");
            for (int i = 0; i < ready; i++) {
                if (poller.attachment(i) instanceof Integer number) {
                    assertEquals(1, far.get(number).read(one, 0, 1));
                    assertFalse(served[number], "served twice");
                    served[number] = true;
                    count++;
                }
            }
        }
        assertFalse(Arrays.toString(served).contains("false"));
    }
}
