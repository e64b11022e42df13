package io.kevy.rt.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.OutputLimit;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final long SECOND = 1_000_000_000;

    private final TestClients clients = new TestClients();

    @Test
    void oneTooManyIsToldSoAndLeavesNothingBehind() throws Exception {
        clients.clientsMax = 1;
        clients.connect();
        var second = clients.connect();

        assertEquals("-ERR max number of clients reached\r\n", second.socket.received());
        assertTrue(second.socket.isClosed());
        assertEquals(1, clients.open.get());
        assertEquals(1, clients.clients.refused());
    }

    @Test
    void anIdleClientIsClosedWhenItsTimeIsOver() throws Exception {
        clients.idleSeconds = 10;
        var idle = clients.connect();
        clients.nowNanos += 8 * SECOND;
        clients.turn();
        var busy = clients.connect();
        busy.ask("ECHO a\r\n");
        clients.nowNanos += 3 * SECOND;
        clients.turn();
        clients.clients.chores();

        assertTrue(idle.socket.isClosed());
        assertFalse(busy.socket.isClosed());
    }

    @Test
    void aWaitingClientIsNeverIdle() throws Exception {
        clients.idleSeconds = 10;
        clients.awaited = new TestAwaited();
        var client = clients.connect();
        client.ask("WAIT\r\n");
        clients.nowNanos += 20 * SECOND;
        clients.turn();
        clients.clients.chores();

        assertFalse(client.socket.isClosed());
    }

    @Test
    void whatIsUnreadForTooLongClosesItsClient() throws Exception {
        clients.outputLimit = new OutputLimit(0, 4, 5);
        var client = clients.connect();
        client.socket.room = 0;
        client.ask("ECHO abcdef\r\n");
        clients.nowNanos += 4 * SECOND;
        clients.turn();
        clients.clients.chores();
        assertFalse(client.socket.isClosed());

        clients.nowNanos += 2 * SECOND;
        clients.turn();
        clients.clients.chores();
        assertTrue(client.socket.isClosed());
    }

    @Test
    void tooMuchUnreadClosesItsClientAtOnce() throws Exception {
        clients.outputLimit = new OutputLimit(8, 0, 0);
        var client = clients.connect();
        client.socket.room = 3;
        client.ask("ECHO abcdefghijk\r\n");

        assertTrue(client.socket.isClosed());
        assertEquals(0, clients.clients.count());
    }

    @Test
    void theRepliesOfATurnLeaveInOnePiecePerClient() throws Exception {
        var client = clients.connect();

        assertEquals("$1\r\na\r\n$1\r\nb\r\n", client.ask("ECHO a\r\nECHO b\r\n"));
        assertEquals(1, client.socket.writes);
        assertEquals(2, clients.foreseen);
    }

    @Test
    void closingForgetsEveryOne() throws Exception {
        var first = clients.connect();
        var second = clients.connect();
        clients.clients.close();

        assertTrue(first.socket.isClosed() && second.socket.isClosed());
        assertEquals(0, clients.open.get());
    }
}
