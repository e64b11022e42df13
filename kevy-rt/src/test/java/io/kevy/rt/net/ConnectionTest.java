package io.kevy.rt.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.sys.Poller;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private final TestClients clients = new TestClients();
    private final TestAwaited awaited = new TestAwaited();

    ConnectionTest() {
        clients.awaited = awaited;
    }

    @Test
    void aRequestMayComeInAnyPieces() throws IOException {
        String request = "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n";
        for (int cut = 1; cut < request.length(); cut++) {
            var client = clients.connect();
            assertEquals("", client.ask(request.substring(0, cut)));
            assertEquals("$5\r\nhello\r\n", client.ask(request.substring(cut)));
        }
    }

    @Test
    void aLongRequestMayComeInManyPieces() throws IOException {
        String text = "x".repeat(200_000);
        String request = "*2\r\n$4\r\nECHO\r\n$200000\r\n" + text + "\r\n";
        var client = clients.connect();
        var reply = new StringBuilder();
        for (int at = 0; at < request.length(); at += 7001) {
            reply.append(client.ask(request.substring(at, Math.min(request.length(), at + 7001))));
        }
        for (int i = 0; i < 100 && reply.isEmpty(); i++) {
            reply.append(client.ask(""));
        }
        assertEquals("$200000\r\n" + text + "\r\n", reply.toString());
        assertEquals("$1\r\na\r\n", client.ask("ECHO a\r\n"));
    }

    @Test
    void afterARequestThatFoundNoMemoryTheNextClientIsServedFromItsFirstByte() throws IOException {
        var first = clients.connect();
        var second = clients.connect();
        first.socket.send("HEAP\r\n*2\r\n$4\r\nECHO\r\n$9\r\nhal");
        second.socket.send("*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n");
        first.ready();
        second.ready();
        clients.turn();

        assertTrue(first.socket.isClosed());
        assertEquals("", first.socket.received());
        assertEquals("$5\r\nhello\r\n", second.socket.received());
    }

    @Test
    void afterAProtocolErrorNothingMoreIsRead() throws IOException {
        var client = clients.connect();
        String reply = client.ask("ECHO a\r\n*1\r\n!\r\nECHO b\r\n");

        assertEquals("$1\r\na\r\n-ERR Protocol error: expected '$', got '!'\r\n", reply);
        assertTrue(client.socket.isClosed());
        var other = clients.connect();
        assertEquals("$1\r\nc\r\n", other.ask("ECHO c\r\n"));
    }

    @Test
    void oneThatIsCutOffGetsNothing() throws IOException {
        var client = clients.connect();

        assertEquals("", client.ask("CUT\r\nECHO a\r\n"));
        assertTrue(client.socket.isClosed());
    }

    @Test
    void afterQuitNothingIsRun() throws IOException {
        var client = clients.connect();

        assertEquals("+OK\r\n", client.ask("QUIT\r\nECHO a\r\n"));
        assertTrue(client.socket.isClosed());
    }

    @Test
    void repliesFromAnotherShardLeaveWithThoseMadeHereInOrder() throws IOException {
        var client = clients.connect();
        assertEquals("", client.ask("ECHO a\r\nFAR b\r\nFAR c\r\nECHO d\r\nFAR e\r\nECHO f\r\n"));

        clients.answer(clients.sent.getFirst(), 3);
        clients.turn();
        assertEquals(
                "$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n$1\r\nd\r\n$1\r\ne\r\n$1\r\nf\r\n",
                client.socket.received());
        assertEquals(1, client.socket.writes);
        assertTrue(clients.sent.isEmpty());
    }

    @Test
    void aBatchThatComesBackInPartsIsAnsweredInParts() throws IOException {
        var client = clients.connect();
        client.ask("FAR b\r\nFAR c\r\nECHO d\r\n");
        var batch = clients.sent.getFirst();
        clients.answer(batch, 1);
        clients.turn();
        assertEquals("$1\r\nb\r\n", client.socket.received());

        clients.answer(batch, 1);
        clients.turn();
        assertEquals("$1\r\nc\r\n$1\r\nd\r\n", client.socket.received());
        assertTrue(clients.sent.isEmpty());
    }

    @Test
    void whatMustComeAfterEarlierRepliesWaitsForThem() throws IOException {
        var client = clients.connect();
        assertEquals("", client.ask("FAR b\r\nAFTER\r\nECHO c\r\n"));

        clients.answer(clients.sent.getFirst(), 1);
        clients.turn();
        assertEquals("$1\r\nb\r\n+AFTER\r\n$1\r\nc\r\n", client.socket.received());
    }

    @Test
    void aForwardedRequestWithoutMemoryClosesOnlyItsClient() throws IOException {
        var first = clients.connect();
        var second = clients.connect();
        first.socket.send("FAR heap\r\n");
        first.ready();
        second.ask("FAR b\r\n");
        clients.answer(clients.sent.getFirst(), 2);
        clients.turn();

        assertTrue(first.socket.isClosed());
        assertEquals("", first.socket.received());
        assertEquals("$1\r\nb\r\n", second.socket.received());
        assertTrue(clients.sent.isEmpty());
    }

    @Test
    void aClientThatIsGoneDoesNotKeepItsBatch() throws IOException {
        var client = clients.connect();
        client.ask("FAR a\r\nFAR b\r\n");
        client.socket.reset();
        client.ask("");
        assertTrue(client.socket.isClosed());

        clients.answer(clients.sent.getFirst(), 2);
        clients.turn();
        assertTrue(clients.sent.isEmpty());
    }

    @Test
    void withoutRoomItWaitsUntilThereIsSome() throws IOException {
        clients.room = false;
        var client = clients.connect();
        client.ask("ECHO a\r\nFAR b\r\nECHO c\r\n");
        assertTrue(clients.sent.isEmpty());

        clients.room = true;
        clients.turn();
        clients.answer(clients.sent.getFirst(), 1);
        clients.turn();
        assertEquals("$1\r\nb\r\n$1\r\nc\r\n", client.socket.received());
    }

    @Test
    void aClientThatSendsNoMoreStillGetsWhatIsOnItsWay() throws IOException {
        var client = clients.connect();
        client.ask("FAR b\r\n");
        client.socket.end();
        client.ask("");
        clients.answer(clients.sent.getFirst(), 1);
        clients.turn();

        assertEquals("$1\r\nb\r\n", client.socket.received());
        assertTrue(client.socket.isClosed());
    }

    @Test
    void aWaitingClientIsAskedAboutOnlyWhenSomethingHappens() throws IOException {
        var client = clients.connect();
        assertEquals("$1\r\na\r\n", client.ask("ECHO a\r\nWAIT\r\nECHO b\r\n"));
        for (int i = 0; i < 10; i++) {
            clients.turn();
        }
        assertEquals(1, awaited.asked);

        awaited.happened = true;
        awaited.waiting.forEach(outlet -> {
            outlet.stir();
            outlet.stir();
        });
        assertEquals(1, clients.mailbox.size());
        clients.turn();
        assertEquals("+HAPPENED\r\n$1\r\nb\r\n", client.socket.received());
        assertTrue(awaited.waiting.isEmpty());
    }

    @Test
    void aWaitingClientGetsItsReplyWhenItsTimeIsOver() throws IOException {
        awaited.timeoutMillis = 7;
        var client = clients.connect();
        client.ask("WAIT\r\n");
        long due = clients.nowNanos + 7_000_000;
        assertEquals(due, clients.clients.nextDeadlineNanos(due + 1));

        clients.nowNanos = due - 1;
        clients.turn();
        assertEquals("", client.socket.received());
        clients.nowNanos = due;
        clients.turn();
        assertEquals("+TIMEOUT\r\n", client.socket.received());
        assertEquals(due + 1, clients.clients.nextDeadlineNanos(due + 1));
    }

    @Test
    void aWaitingClientThatClosesIsGoneAtOnce() throws IOException {
        for (int i = 0; i < 300; i++) {
            var client = clients.connect();
            client.ask("WAIT\r\n");
            client.socket.end();
            client.ask("");
            assertTrue(client.socket.isClosed());
        }
        assertEquals(0, clients.clients.count());
        assertTrue(awaited.waiting.isEmpty());
    }

    @Test
    void whatAWaitingClientSendsAheadIsKeptUpToABound() throws IOException {
        var client = clients.connect();
        client.ask("WAIT\r\n");
        for (int i = 0; i < 100; i++) {
            client.ask("ECHO 0123456789\r\n".repeat(1000));
        }
        assertEquals(0, clients.poller.interestIn(client.socket) & Poller.READ);

        awaited.happened = true;
        awaited.waiting.forEach(outlet -> outlet.stir());
        clients.turn();
        var reply = new StringBuilder(client.socket.received());
        for (int i = 0; i < 1000; i++) {
            reply.append(client.ask(""));
        }
        assertEquals("+HAPPENED\r\n" + "$10\r\n0123456789\r\n".repeat(100_000), reply.toString());
    }

    @Test
    void anOutletPushesAndClosesFromElsewhere() throws IOException {
        var client = clients.connect();
        client.ask("ECHO a\r\n");
        var outlet = client.connection().session().outlet();
        outlet.push(">1\r\n$2\r\nhi\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals("", client.socket.received());
        clients.turn();
        assertEquals(">1\r\n$2\r\nhi\r\n", client.socket.received());

        outlet.close("somebody wants it");
        outlet.push(new byte[] {'x'});
        assertFalse(client.socket.isClosed());
        clients.turn();
        assertTrue(client.socket.isClosed());
        assertEquals("", client.socket.received());
    }
}
