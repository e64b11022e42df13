package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is reported, to whom, and until when. */
class PollerSpecTest extends TransportSpec {
    private static final long MILLI = 1_000_000;

    @Test
    void nothingReadyReturnsZeroAtOnceOrAfterTheTime() throws IOException {
        Poller poller = poller();
        assertEquals(0, poller.poll(0));
        long start = System.nanoTime();
        assertEquals(0, poller.poll(20 * MILLI));
        assertTrue(System.nanoTime() - start >= 20 * MILLI, "returned early");
        assertEquals(0, poller.poll(1));
    }

    @Test
    void whatIsNotReadIsReportedAgain() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        poller.register(pair.near(), Poller.READ, "near");
        assertEquals(0, poller.poll(0));
        pair.far().write(new byte[2], 0, 2);
        assertReady(Poller.READ, poller, "near");
        pair.near().read(new byte[1], 0, 1);
        assertReady(Poller.READ, poller, "near");
        pair.near().read(new byte[1], 0, 1);
        assertEquals(0, poller.poll(0));
    }

    @Test
    void onlyWhatIsOfInterestIsReported() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        pair.far().write(new byte[1], 0, 1);
        poller.register(pair.near(), Poller.READ | Poller.WRITE, "near");
        assertEquals(Poller.WRITE, readyBits(poller, "near") & Poller.WRITE);
        poller.interest(pair.near(), Poller.READ);
        assertEquals(Poller.READ, readyBits(poller, "near"));
        poller.interest(pair.near(), Poller.WRITE);
        assertEquals(Poller.WRITE, readyBits(poller, "near"));
        poller.interest(pair.near(), 0);
        assertEquals(0, poller.poll(0));
        poller.interest(pair.near(), Poller.READ);
        assertEquals(Poller.READ, readyBits(poller, "near"));
    }

    @Test
    void interestInNothingHearsOfNoHangUpEither() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        poller.register(pair.near(), Poller.READ, "near");
        poller.interest(pair.near(), 0);
        pair.far().write(new byte[1], 0, 1);
        pair.near().write(new byte[1], 0, 1);
        readFully(pair.far(), 1);
        pair.far().close();
        assertEquals(0, poller.poll(MILLI));
        poller.interest(pair.near(), Poller.READ);
        assertReady(Poller.READ, poller, "near");
    }

    @Test
    void anInterestInUnknownBitsIsRefused() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        assertThrows(
                IllegalArgumentException.class,
                () -> poller.register(pair.near(), Poller.CLOSED, "near"));
        poller.register(pair.near(), Poller.READ, "near");
        assertThrows(IllegalArgumentException.class, () -> poller.interest(pair.near(), 8));
    }

    @Test
    void entriesBeyondTheLastPollAreOutOfBounds() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        poller.register(pair.near(), Poller.WRITE, "near");
        assertEquals(1, poller.poll(1000 * MILLI));
        assertSame("near", poller.attachment(0));
        assertThrows(IndexOutOfBoundsException.class, () -> poller.attachment(1));
        assertThrows(IndexOutOfBoundsException.class, () -> poller.ready(-1));
        poller.interest(pair.near(), 0);
        assertEquals(0, poller.poll(0));
        assertThrows(IndexOutOfBoundsException.class, () -> poller.attachment(0));
    }

    @Test
    void aDeregisteredSocketIsNotReportedAndCanComeBackOrGoElsewhere() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        Poller other = poller();
        pair.far().write(new byte[1], 0, 1);
        poller.register(pair.near(), Poller.READ, "first");
        assertReady(Poller.READ, poller, "first");
        poller.deregister(pair.near());
        poller.deregister(pair.near());
        assertEquals(0, poller.poll(0));
        poller.register(pair.near(), Poller.READ, "second");
        assertReady(Poller.READ, poller, "second");
        poller.deregister(pair.near());
        other.register(pair.near(), Poller.READ, "third");
        assertReady(Poller.READ, other, "third");
        assertEquals(0, poller.poll(0));
        other.deregister(pair.near());
        poller.register(pair.near(), Poller.READ, "fourth");
        assertReady(Poller.READ, poller, "fourth");
        assertTrue(pair.near().isOpen());
        assertEquals(1, pair.near().read(new byte[9], 0, 9));
    }

    @Test
    void anEntryGoesDeadWhenItsSocketIsClosedWithinTheLoop() throws IOException {
        Listener listener = listener();
        Poller poller = poller();
        Socket[] near = {connected(listener), connected(listener)};
        Socket[] far = {accepted(listener), accepted(listener)};
        for (Socket socket : far) {
            poller.register(socket, Poller.READ, socket);
        }
        for (Socket socket : near) {
            socket.write(new byte[1], 0, 1);
        }
        pollUntilReady(poller, 2);
        Socket second = (Socket) poller.attachment(1);
        second.close();
        assertEquals(0, poller.ready(1));
        assertSame(second, poller.attachment(1));
        assertTrue((poller.ready(0) & Poller.READ) != 0);
        assertEquals(1, poller.poll(0));
        assertSame(second.equals(far[0]) ? far[1] : far[0], poller.attachment(0));
    }

    @Test
    void aNewcomerWithAReusedDescriptorIsNeverMistakenForItsForerunner() throws IOException {
        Listener listener = listener();
        Poller poller = poller();
        for (int round = 0; round < 50; round++) {
            Socket near = connected(listener);
            Socket far = accepted(listener);
            Socket nextNear = connected(listener);
            poller.register(far, Poller.READ, "old");
            near.write(new byte[1], 0, 1);
            pollUntilReady(poller, 1);
            far.close();
            // the system hands out the lowest free number
            Socket newcomer = closing(Objects.requireNonNull(listener.accept()));
            poller.register(newcomer, Poller.READ, "new");
            assertSame("old", poller.attachment(0));
            assertEquals(0, poller.ready(0));
            assertEquals(0, poller.poll(0), "nobody has written to the newcomer");
            nextNear.write(new byte[1], 0, 1);
            assertReady(Poller.READ, poller, "new");
            newcomer.close();
            near.close();
            nextNear.close();
        }
    }

    private static void pollUntilReady(Poller poller, int wanted) throws IOException {
        long start = System.nanoTime();
        while (poller.poll(MILLI) < wanted) {
            assertTrue(System.nanoTime() - start < 10_000 * MILLI, "not " + wanted + " ready");
        }
    }

    @Test
    void aListenerIsReadableWhileSomebodyWaits() throws IOException {
        Listener listener = listener();
        Poller poller = poller();
        poller.register(listener, Poller.READ, listener);
        assertEquals(0, poller.poll(0));
        closing(transport.connect(listener.localAddress()));
        assertReady(Poller.READ, poller, listener);
        assertReady(Poller.READ, poller, listener);
        closing(Objects.requireNonNull(listener.accept()));
        assertEquals(0, poller.poll(0));
    }

    @Test
    void aHangUpIsReportedAsReadable() throws IOException {
        Listener listener = listener();
        java.net.Socket stranger = strangerTo(listener);
        Socket socket = accepted(listener);
        Poller poller = poller();
        poller.register(socket, Poller.READ, socket);
        stranger.setSoLinger(true, 0);
        stranger.close();
        assertReady(Poller.READ, poller, socket);
    }

    @Test
    void closingThePollerLeavesItsSocketsOpenForAnother() throws IOException {
        Pair pair = pair();
        Poller first = poller();
        first.register(pair.near(), Poller.READ, "first");
        first.close();
        first.close();
        assertTrue(pair.near().isOpen());
        Poller second = poller();
        second.register(pair.near(), Poller.READ, "second");
        pair.far().write(new byte[1], 0, 1);
        assertReady(Poller.READ, second, "second");
        assertEquals(1, pair.near().read(new byte[9], 0, 9));
    }

    @Test
    void aClosedPollerSaysSo() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        poller.register(pair.far(), Poller.READ, "far");
        poller.close();
        assertFails(() -> poller.poll(0), "poll: poller is closed");
        assertFails(
                () -> {
                    poller.register(pair.near(), Poller.READ, "near");
                    return "registered";
                },
                "register: poller is closed");
        assertFails(
                () -> {
                    poller.interest(pair.far(), Poller.WRITE);
                    return "changed";
                },
                "not registered");
        poller.deregister(pair.far());
        poller.waker().wake();
    }

    @Test
    void theSlotsOfThousandsOfFormerSocketsAreUsedAgain() throws IOException {
        Listener listener = listener();
        Poller poller = poller();
        Socket near = connected(listener);
        Socket far = accepted(listener);
        for (int round = 0; round < 3000; round++) {
            poller.register(far, Poller.READ, "round " + round);
            poller.deregister(far);
        }
        poller.register(far, Poller.READ, "last");
        near.write(new byte[1], 0, 1);
        assertReady(Poller.READ, poller, "last");
        assertNotNull(poller.waker());
        assertSame(poller.waker(), poller.waker());
        assertFalse(transport.name().isEmpty());
    }
}
