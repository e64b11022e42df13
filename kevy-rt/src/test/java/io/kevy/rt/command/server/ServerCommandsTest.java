package io.kevy.rt.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerCommandsTest {
    private final TestServer server = new TestServer(2);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void infoAsksForSectionsInSmallLetters() {
        assertEquals("$8\r\n# Info\r\n\r\n", client.ask("INFO"));
        assertEquals(List.of(), server.infoSections);
        client.ask("HELLO 3");
        assertEquals("=12\r\ntxt:# Info\r\n\r\n", client.ask("INFO Server MEMORY"));
        assertEquals(List.of("server", "memory"), server.infoSections);
    }

    @Test
    void timeIsSecondsAndMicroseconds() {
        server.nowMillis = 1_700_000_000_042L;
        server.extraMicros = 7;
        assertEquals("*2\r\n$10\r\n1700000000\r\n$5\r\n42007\r\n", client.ask("TIME"));
    }

    @Test
    void shutdownGivesNoReply() {
        assertEquals("", client.ask("SHUTDOWN NOSAVE NOW FORCE"));
        assertTrue(server.shutdown);
        assertTrue(client.session.isClosing());
    }

    @Test
    void shutdownRefusesContradictions() {
        assertEquals("-ERR syntax error\r\n", client.ask("SHUTDOWN FOO"));
        assertEquals("-ERR syntax error\r\n", client.ask("SHUTDOWN SAVE NOSAVE"));
        assertEquals("-ERR syntax error\r\n", client.ask("SHUTDOWN ABORT NOW"));
        assertEquals("-ERR No shutdown in progress.\r\n", client.ask("SHUTDOWN ABORT"));
        assertEquals(
                "-ERR SHUTDOWN SAVE: saving to disk is not supported yet\r\n",
                client.ask("SHUTDOWN SAVE"));
        assertFalse(server.shutdown);
    }

    @Test
    void theDigestOfNothingIsZero() {
        assertEquals("+" + "0".repeat(40) + "\r\n", client.ask("DEBUG DIGEST"));
    }

    @Test
    void equalContentHasEqualDigestsOnAnyNumberOfShards() {
        try (var alone = new TestServer(1)) {
            var other = alone.connect();
            for (int i = 0; i < 50; i++) {
                client.ask("SET key:" + i + " " + i);
                other.ask("SET key:" + (49 - i) + " " + (49 - i));
            }
            assertEquals(other.ask("DEBUG DIGEST"), client.ask("DEBUG DIGEST"));
            other.ask("SET key:7 8");
            assertNotEquals(other.ask("DEBUG DIGEST"), client.ask("DEBUG DIGEST"));
        }
    }

    @Test
    void theDatabaseIsPartOfTheDigest() {
        client.ask("SET a 1");
        String first = client.ask("DEBUG DIGEST");
        client.ask("FLUSHALL");
        client.ask("SELECT 1");
        client.ask("SET a 1");
        assertNotEquals(first, client.ask("DEBUG DIGEST"));
    }

    @Test
    void aShardHasADigestOfItsOwn() {
        client.ask("SET a 1");
        int owner = server.partitions().ownerOf(new byte[] {'a'}, 0, 1);
        assertEquals(client.ask("DEBUG DIGEST"), client.ask("DEBUG DIGEST SHARD " + owner));
        assertEquals(
                "+" + "0".repeat(40) + "\r\n", client.ask("DEBUG DIGEST SHARD " + (1 - owner)));
        assertEquals("-ERR shard is out of range\r\n", client.ask("DEBUG DIGEST SHARD 2"));
    }

    @Test
    void debugKnowsFewSubcommands() {
        assertEquals("+OK\r\n", client.ask("DEBUG SLEEP 0"));
        assertEquals("+OK\r\n", client.ask("DEBUG SLEEP x"));
        assertEquals(
                "-ERR unknown subcommand or wrong number of arguments for 'RELOAD'. Try DEBUG"
                        + " HELP.\r\n",
                client.ask("DEBUG RELOAD"));
        assertTrue(client.ask("DEBUG HELP").startsWith("*9\r\n+DEBUG <subcommand>"));
    }
}
