package io.kevy.rt.command.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionCommandsTest {
    private static final String QUEUED = "+QUEUED\r\n";
    private static final String NIL = "*-1\r\n";

    private final TestServer server = new TestServer(4);
    private final TestServer.Client client = server.connect();
    private final TestServer.Client other = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private void assertNothingWatched() {
        for (int i = 0; i < server.partitions().count(); i++) {
            assertTrue(server.partitions().get(i).watches().isEmpty());
        }
    }

    @Test
    void execRunsTheQueueInOrderAndGivesAllReplies() {
        assertEquals("+OK\r\n", client.ask("MULTI"));
        assertEquals(QUEUED, client.ask("SET a 1"));
        assertEquals(QUEUED, client.ask("INCR b"));
        assertEquals(QUEUED, client.ask("INCR a"));
        assertEquals(QUEUED, client.ask("SELECT 99"));
        assertEquals(QUEUED, client.ask("SELECT 3"));
        assertEquals(QUEUED, client.ask("GET a"));
        assertEquals(
                "*6\r\n+OK\r\n:1\r\n:2\r\n-ERR DB index is out of range\r\n+OK\r\n$-1\r\n",
                client.ask("EXEC"));
        assertFalse(client.session.transaction().isOpen());
        assertEquals(3, client.session.db());
        assertEquals("$1\r\n2\r\n", other.ask("GET a"));
    }

    @Test
    void anEmptyTransactionHasAnEmptyReply() {
        client.ask("MULTI");
        assertEquals("*0\r\n", client.ask("EXEC"));
    }

    @Test
    void multiIsNotNested() {
        client.ask("MULTI");
        assertEquals("-ERR MULTI calls can not be nested\r\n", client.ask("MULTI"));
        assertEquals("-ERR WATCH inside MULTI is not allowed\r\n", client.ask("WATCH a"));
        assertEquals(QUEUED, client.ask("PING"));
        assertEquals("*1\r\n+PONG\r\n", client.ask("EXEC"));
    }

    @Test
    void whatWasNotBegunCannotEnd() {
        assertEquals("-ERR EXEC without MULTI\r\n", client.ask("EXEC"));
        assertEquals("-ERR DISCARD without MULTI\r\n", client.ask("DISCARD"));
    }

    @Test
    void aRefusedCommandAbortsTheTransaction() {
        client.ask("WATCH w");
        client.ask("MULTI");
        client.ask("SET a 1");
        client.ask("NOSUCH");
        assertEquals(
                "-EXECABORT Transaction discarded because of previous errors.\r\n",
                client.ask("EXEC"));
        assertEquals("$-1\r\n", client.ask("GET a"));
        assertNothingWatched();
        client.ask("MULTI");
        assertEquals("*0\r\n", client.ask("EXEC"));
    }

    @Test
    void discardForgetsQueueAndWatches() {
        client.ask("WATCH a");
        client.ask("MULTI");
        client.ask("SET a 1");
        assertEquals("+OK\r\n", client.ask("DISCARD"));
        assertEquals("$-1\r\n", client.ask("GET a"));
        assertNothingWatched();
    }

    @Test
    void aChangeOfAnyWatchedKeyMakesExecNil() {
        for (String change : new String[] {"SET c 1", "DEL b", "MSET x 1 a 2", "FLUSHALL"}) {
            client.ask("SET b 1");
            assertEquals("+OK\r\n", client.ask("WATCH a b c"));
            other.ask(change);
            client.ask("MULTI");
            client.ask("SET result 1");
            assertEquals(NIL, client.ask("EXEC"), change);
            assertNothingWatched();
            assertEquals("$-1\r\n", client.ask("GET result"));
        }
    }

    @Test
    void inTheThirdProtocolNilIsNull() {
        client.ask("HELLO 3");
        client.ask("WATCH a");
        client.ask("SET a 1");
        client.ask("MULTI");
        assertEquals("_\r\n", client.ask("EXEC"));
    }

    @Test
    void whatIsNotWatchedDoesNotMatter() {
        client.ask("WATCH a a b");
        other.ask("SELECT 1");
        other.ask("SET a 1");
        other.ask("SELECT 0");
        other.ask("SET c 1");
        other.ask("GET a");
        client.ask("MULTI");
        assertEquals("*0\r\n", client.ask("EXEC"));
        assertNothingWatched();
    }

    @Test
    void unwatchForgetsWhatHasChanged() {
        client.ask("WATCH a");
        other.ask("SET a 1");
        assertEquals("+OK\r\n", client.ask("UNWATCH"));
        assertNothingWatched();
        client.ask("MULTI");
        assertEquals("*0\r\n", client.ask("EXEC"));
    }

    @Test
    void aWatchedKeyThatExpiresHasChanged() {
        client.ask("SET a 1 PX 100");
        client.ask("WATCH a");
        server.nowMillis += 1000;
        client.ask("MULTI");
        assertEquals(NIL, client.ask("EXEC"));
    }

    @Test
    void aKeyThatHadExpiredWhenItWasWatchedHasNot() {
        for (Call.Expiry expiry : new Call.Expiry[] {Call.Expiry.REMOVE, Call.Expiry.HIDE}) {
            client.ask("SET a 1 PX 100");
            server.nowMillis += 1000;
            server.expiry = expiry;
            client.ask("WATCH a");
            other.ask("GET a");
            client.ask("MULTI");
            assertEquals("*0\r\n", client.ask("EXEC"), expiry.name());
        }
    }

    @Test
    void writesQueuedOnAPrimaryDoNotRunOnAReplica() {
        client.ask("MULTI");
        client.ask("SET a 1");
        server.follow("host", 1);
        assertEquals(
                "-EXECABORT Transaction discarded because of: READONLY You can't write against a"
                        + " read only replica.\r\n",
                client.ask("EXEC"));
        client.ask("MULTI");
        client.ask("GET a");
        assertEquals("*1\r\n$-1\r\n", client.ask("EXEC"));
    }
}
