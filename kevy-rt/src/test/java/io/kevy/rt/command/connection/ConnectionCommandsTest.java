package io.kevy.rt.command.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionCommandsTest {
    private final TestServer server = new TestServer(2);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pingAnswersPongOrItsArgument() {
        assertEquals("+PONG\r\n", client.ask("PING"));
        assertEquals("$2\r\nhi\r\n", client.ask("PING hi"));
        assertEquals(
                "-ERR wrong number of arguments for 'ping' command\r\n", client.ask("PING a b"));
        assertEquals("$3\r\nabc\r\n", client.ask("ECHO abc"));
    }

    @Test
    void selectTakesTheNumberOfADatabase() {
        assertEquals("+OK\r\n", client.ask("SELECT 15"));
        assertEquals(15, client.session.db());
        assertEquals("-ERR DB index is out of range\r\n", client.ask("SELECT 16"));
        assertEquals("-ERR DB index is out of range\r\n", client.ask("SELECT -1"));
        assertEquals(
                "-ERR value is not an integer or out of range\r\n", client.ask("SELECT abc"));
        assertEquals(
                "-ERR value is out of range, value must between -2147483648 and 2147483647\r\n",
                client.ask("SELECT 2147483648"));
        assertEquals(15, client.session.db());
    }

    @Test
    void theDefaultUserNeedsNoPassword() {
        assertEquals("+OK\r\n", client.ask("AUTH default anything"));
        assertEquals(
                "-WRONGPASS invalid username-password pair or user is disabled.\r\n",
                client.ask("AUTH somebody anything"));
        assertEquals(
                "-ERR AUTH <password> called without any password configured for the default user."
                        + " Are you sure your configuration is correct?\r\n",
                client.ask("AUTH anything"));
        assertEquals("-ERR syntax error\r\n", client.ask("AUTH a b c"));
    }

    @Test
    void quitClosesAfterItsReply() {
        assertEquals("+OK\r\n", client.ask("QUIT"));
        assertTrue(client.session.isClosing());
    }

    @Test
    void resetMakesTheConnectionAsItWas() {
        client.ask("HELLO 3 SETNAME me");
        client.ask("CLIENT SETINFO LIB-NAME lib");
        client.ask("SELECT 3");
        client.ask("WATCH a b c");
        client.ask("MULTI");
        client.ask("PING");
        assertEquals("+RESET\r\n", client.ask("RESET"));
        var session = client.session;
        assertEquals(0, session.db());
        assertEquals(2, session.protocol());
        assertEquals("", session.name());
        assertEquals("lib", session.libraryName());
        assertFalse(session.transaction().isOpen());
        assertTrue(session.transaction().watched().isEmpty());
        for (int i = 0; i < 2; i++) {
            assertTrue(server.partitions().get(i).watches().isEmpty());
        }
        assertEquals("+PONG\r\n", client.ask("PING"));
    }
}
