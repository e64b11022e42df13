package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Closed, foreign and doubly registered objects: a clear error, and no harm to anything else. */
class MisuseSpecTest extends TransportSpec {
    /** A pollable no transport has made. */
    private static final class Stranger implements Pollable {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aClosedSocketSaysSoAtEveryCall() throws IOException {
        Socket socket = pair().near();
        socket.close();
        assertFalse(socket.isOpen());
        assertFails(() -> socket.read(new byte[1], 0, 1), "recv: socket is closed");
        assertFails(() -> socket.read(new byte[1], 0, 0), "recv: socket is closed");
        assertFails(() -> socket.write(new byte[1], 0, 1), "send: socket is closed");
        assertFails(socket::finishConnect, "connect: socket is closed");
        assertFails(done(() -> socket.tcpNoDelay(true)), "TCP_NODELAY: socket is closed");
        assertFails(done(() -> socket.keepAlive(1)), "SO_KEEPALIVE: socket is closed");
    }

    @Test
    void aClosedListenerSaysSo() throws IOException {
        Listener listener = listener();
        listener.close();
        assertFalse(listener.isOpen());
        assertFails(listener::accept, "accept: listener is closed");
    }

    @Test
    void whatIsClosedCannotBeRegistered() throws IOException {
        Poller poller = poller();
        Socket socket = pair().near();
        Listener listener = listener();
        poller.register(socket, Poller.READ, "socket");
        socket.close();
        listener.close();
        assertFails(register(poller, socket), "register: socket is closed");
        assertFails(register(poller, listener), "register: listener is closed");
        assertFails(done(() -> poller.interest(socket, Poller.WRITE)), "interest:", "closed");
        poller.deregister(socket);
    }

    @Test
    void nothingIsRegisteredTwice() throws IOException {
        Poller poller = poller();
        Poller other = poller();
        Pair pair = pair();
        poller.register(pair.near(), Poller.READ, "first");
        assertFails(register(poller, pair.near()), "already registered with this poller");
        assertFails(register(other, pair.near()), "registered with another poller");
        assertFails(done(() -> other.interest(pair.near(), 0)), "not registered with this poller");
        other.deregister(pair.near());
        pair.far().write(new byte[1], 0, 1);
        assertReady(Poller.READ, poller, "first");
    }

    @Test
    void interestInWhatIsNotRegisteredIsAnError() throws IOException {
        Poller poller = poller();
        Socket socket = pair().near();
        assertFails(done(() -> poller.interest(socket, Poller.READ)), "not registered");
    }

    @Test
    void aForeignPollableIsRefused() throws IOException {
        Poller poller = poller();
        var stranger = new Stranger();
        assertFails(register(poller, stranger), "Stranger is not of the " + transport.name());
        assertFails(done(() -> poller.interest(stranger, Poller.READ)), "not registered");
        poller.deregister(stranger);
    }

    @Test
    void transportsDoNotMix() throws IOException {
        Socket socket = pair().near();
        for (var other : transports()) {
            if (!other.getPayload().name().equals(transport.name())) {
                Poller poller = closing(other.getPayload().openPoller());
                assertFails(register(poller, socket), "is not of the " + poller(other));
            }
        }
        poller().register(socket, Poller.READ, "socket");
    }

    private static String poller(org.junit.jupiter.api.Named<Transport> transport) {
        return transport.getPayload().name() + " transport";
    }

    @Test
    void closingTwiceDoesNotCloseTheNextOwnerOfTheNumber() throws IOException {
        Listener listener = listener();
        for (int round = 0; round < 20; round++) {
            Socket old = connected(listener);
            accepted(listener).close();
            old.close();
            // the system hands out the lowest free number
            Socket next = closing(transport.connect(listener.localAddress()));
            old.close();
            assertFails(() -> old.write(new byte[] {1}, 0, 1), "socket is closed");
            Socket far = accepted(listener);
            assertTrue(next.finishConnect());
            assertEquals(1, next.write(new byte[] {2}, 0, 1));
            assertArrayEquals(new byte[] {2}, readFully(far, 1));
            assertTrue(next.isOpen());
            next.close();
            far.close();
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static Call done(Action action) {
        return () -> {
            action.run();
            return "done";
        };
    }

    private static Call register(Poller poller, Pollable pollable) {
        return done(() -> poller.register(pollable, Poller.READ, "attachment"));
    }
}
