package io.kevy.rt.command.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.rt.command.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HelloTest {
    private static final String NAME_REFUSED =
            "-ERR Client names cannot contain spaces, newlines or special characters.\r\n";

    private final TestServer server = new TestServer(1);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private static String server(String header, int protocol, String role) {
        return header
                + "$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.2.0\r\n$5\r\nproto\r\n:"
                + protocol
                + "\r\n$2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n"
                + role
                + "$7\r\nmodules\r\n*0\r\n";
    }

    @Test
    void itsReplyIsInTheProtocolAskedFor() {
        String master = "$6\r\nmaster\r\n";
        assertEquals(server("*14\r\n", 2, master), client.ask("HELLO"));
        assertEquals(server("%7\r\n", 3, master), client.ask("HELLO 3"));
        assertEquals(server("%7\r\n", 3, master), client.ask("HELLO"));
        assertEquals("_\r\n", client.ask("CLIENT GETNAME"));
        assertEquals(server("*14\r\n", 2, master), client.ask("HELLO 2"));
    }

    @Test
    void aReplicaSaysSo() {
        server.follow("host", 1);
        assertEquals(server("*14\r\n", 2, "$7\r\nreplica\r\n"), client.ask("HELLO 2"));
    }

    @Test
    void itSetsTheNameAndAuthenticates() {
        client.ask("hello 3 setname me auth default x");
        assertEquals("$2\r\nme\r\n", client.ask("CLIENT GETNAME"));
    }

    @Test
    void aRefusalChangesNothing() {
        assertEquals("-NOPROTO unsupported protocol version\r\n", client.ask("HELLO 4"));
        assertEquals(
                "-ERR Protocol version is not an integer or out of range\r\n",
                client.ask("HELLO three"));
        assertEquals("-ERR Syntax error in HELLO option 'FOO'\r\n", client.ask("HELLO 3 FOO"));
        assertEquals(
                "-ERR Syntax error in HELLO option 'AUTH'\r\n", client.ask("HELLO 3 AUTH default"));
        assertEquals(NAME_REFUSED, client.run("HELLO", "3", "SETNAME", "a b"));
        assertEquals(
                "-WRONGPASS invalid username-password pair or user is disabled.\r\n",
                client.ask("HELLO 3 AUTH who x SETNAME me"));
        assertEquals(2, client.session.protocol());
        assertEquals("", client.session.name());
    }
}
