package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Binding, sharing and giving back ports. */
class ListenerSpecTest extends TransportSpec {
    private static final ListenOptions SHARED = new ListenOptions(128, true);

    @Test
    void acceptReturnsNullWhenNobodyWaits() throws IOException {
        assertNull(listener().accept());
    }

    @Test
    void theSystemChoosesAPortWhenAskedForNone() throws IOException {
        Listener first = listener();
        Listener second = listener();
        assertTrue(inet(first.localAddress()).getPort() > 0);
        assertNotEquals(first.localAddress(), second.localAddress());
    }

    @Test
    void aTakenPortIsAnErrorWithItsNameAndAddress() throws IOException {
        Listener listener = listener();
        InetSocketAddress taken = inet(listener.localAddress());
        assertFails(
                () -> transport.listen(taken, PLAIN),
                "bind 127.0.0.1:" + taken.getPort(),
                "EADDRINUSE");
    }

    @Test
    void anAddressOfAnotherMachineIsAnErrorWithItsName() {
        var documentation = new InetSocketAddress("192.0.2.1", 0);
        assertFails(() -> transport.listen(documentation, PLAIN), "bind", "EADDRNOTAVAIL");
    }

    @Test
    void aPortIsFreeAgainWhenCloseReturns() throws IOException {
        Poller poller = poller();
        Listener listener = listener();
        InetSocketAddress address = inet(listener.localAddress());
        for (int round = 0; round < 20; round++) {
            poller.register(listener, Poller.READ, listener);
            Socket near = connected(listener);
            Socket far = closing(Objects.requireNonNull(listener.accept()));
            if (round % 2 == 0) {
                poller.deregister(listener);
            }
            listener.close();
            far.close();
            near.close();
            listener = closing(transport.listen(address, PLAIN));
        }
        assertEquals(address, listener.localAddress());
    }

    @Test
    void listenersThatAgreeShareOnePort() throws IOException {
        Listener first = closing(transport.listen(anyPort(), SHARED));
        Listener second = closing(transport.listen(first.localAddress(), SHARED));
        assertEquals(first.localAddress(), second.localAddress());
        int toFirst = 0;
        int toSecond = 0;
        Poller poller = poller();
        poller.register(first, Poller.READ, "first");
        poller.register(second, Poller.READ, "second");
        for (int i = 0; i < 1000 && (toFirst == 0 || toSecond == 0); i++) {
            closing(connected(first));
            assertTrue(poller.poll(10_000_000_000L) > 0);
            if (poller.attachment(0).equals("first")) {
                closing(Objects.requireNonNull(first.accept()));
                toFirst++;
            } else {
                closing(Objects.requireNonNull(second.accept()));
                toSecond++;
            }
        }
        assertTrue(toFirst > 0 && toSecond > 0, toFirst + " to one, " + toSecond + " to the other");
    }

    @Test
    void aListenerThatDoesNotShareIsLeftAlone() throws IOException {
        Listener listener = listener();
        assertFails(() -> transport.listen(listener.localAddress(), SHARED), "EADDRINUSE");
        strangerTo(listener);
        assertNotNull(accepted(listener));
    }

    @Test
    void runningOutOfDescriptorsIsAnErrorWithItsNameAndLosesNobody() throws Throwable {
        Listener listener = listener();
        strangerTo(listener);
        accepted(listener); // what is needed on the way is loaded now
        assertEquals("EMFILE", Errno.name(24));
        strangerTo(listener);
        Poller poller = poller();
        poller.register(listener, Poller.READ, listener);
        assertReady(Poller.READ, poller, listener);
        IOException error;
        try (var limit = DescriptorLimit.reached()) {
            assertNotNull(limit);
            error = assertThrows(IOException.class, listener::accept);
        }
        assertTrue(
                String.valueOf(error.getMessage()).matches("accept: EMFILE .*Too many open files"),
                error.getMessage());
        assertReady(Poller.READ, poller, listener);
        closing(Objects.requireNonNull(listener.accept()));
    }

    @Test
    void theLocalAddressIsKnownAfterTheClose() throws IOException {
        Listener listener = listener();
        var address = listener.localAddress();
        listener.close();
        assertEquals(address, listener.localAddress());
    }

    @Test
    void aBacklogOfNobodyIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ListenOptions(0, false));
    }
}
