package io.kevy.rt.command.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicationCommandsTest {
    private final TestServer server = new TestServer(2);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aServerFollowsAndIsPromoted() {
        assertEquals("+OK\r\n", client.ask("REPLICAOF host 6380"));
        assertTrue(server.isReplica());
        assertEquals(
                "+OK Already connected to specified master\r\n", client.ask("SLAVEOF host 6380"));
        assertEquals("+OK\r\n", client.ask("SLAVEOF host 6381"));
        assertEquals("$18\r\nslave of host 6381\r\n", client.ask("ROLE"));
        assertEquals("+OK\r\n", client.ask("REPLICAOF no One"));
        assertFalse(server.isReplica());
        assertEquals("+OK\r\n", client.ask("REPLICAOF NO ONE"));
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        for (String port : new String[] {"x", "0", "-1", "65536", "6380x"}) {
            assertEquals("-ERR Invalid master port\r\n", client.ask("REPLICAOF host " + port));
        }
        assertFalse(server.isReplica());
    }

    @Test
    void waitAnswersAtOnceWhenEnoughReplicasHaveGotEverything() {
        server.replicasReached = 2;
        assertEquals(":2\r\n", client.ask("WAIT 2 0"));
        assertEquals(":2\r\n", client.ask("WAIT -1 0"));
    }

    @Test
    void waitWaitsForReplicas() {
        assertEquals("", client.ask("WAIT 1 0"));
        server.nowMillis += 1_000_000_000L;
        assertEquals("", client.turn());
        server.replicasReached = 1;
        assertEquals(":1\r\n", client.turn());
        assertFalse(client.isWaiting());
    }

    @Test
    void waitEndsAtItsTimeout() {
        server.replicasReached = 1;
        assertEquals("", client.ask("WAIT 3 100"));
        server.nowMillis += 99;
        assertEquals("", client.turn());
        server.nowMillis += 1;
        assertEquals(":1\r\n", client.turn());
    }

    @Test
    void waitEndsWhenTheServerBecomesAReplica() {
        assertEquals("", client.ask("WAIT 1 0"));
        server.follow("host", 1);
        assertTrue(client.turn().startsWith("-UNBLOCKED "));
    }

    @Test
    void waitDoesNotWaitInATransaction() {
        client.ask("MULTI");
        client.ask("WAIT 1 0");
        assertEquals("*1\r\n:0\r\n", client.ask("EXEC"));
        assertFalse(client.isWaiting());
    }

    @Test
    void waitRefusesWhatMakesNoSense() {
        assertEquals(
                "-ERR value is not an integer or out of range\r\n", client.ask("WAIT x 0"));
        assertEquals(
                "-ERR timeout is not an integer or out of range\r\n", client.ask("WAIT 0 x"));
        assertEquals("-ERR timeout is negative\r\n", client.ask("WAIT 0 -1"));
        assertEquals(
                "-ERR timeout is out of range\r\n", client.ask("WAIT 0 9223372036854775807"));
        server.follow("host", 1);
        assertTrue(client.ask("WAIT x 0").startsWith("-ERR WAIT cannot be used with replica"));
    }
}
