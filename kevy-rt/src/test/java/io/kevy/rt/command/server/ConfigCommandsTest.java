package io.kevy.rt.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest {
    private final TestServer server = new TestServer(1);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void getShowsWhatThePatternsName() {
        assertEquals("*2\r\n$4\r\nport\r\n$4\r\n6379\r\n", client.ask("CONFIG GET port"));
        assertEquals("*2\r\n$4\r\nPORT\r\n$4\r\n6379\r\n", client.ask("CONFIG GET PORT port"));
        assertEquals(
                "*4 $4 port $4 6379 $2 hz $2 10",
                client.line("CONFIG GET p?rt h[yz] Port"));
        assertEquals("*0\r\n", client.ask("CONFIG GET nosuch"));
        client.ask("HELLO 3");
        assertEquals("%1\r\n$4\r\nsave\r\n$0\r\n\r\n", client.ask("CONFIG GET save"));
    }

    @Test
    void anAliasIsADirectiveOfItsOwn() {
        assertEquals(
                "*4 $17 replica-read-only $3 yes $15 slave-read-only $3 yes",
                client.line("CONFIG GET *-READ-only"));
    }

    @Test
    void setTellsTheServerWhatHasChanged() {
        assertEquals("+OK\r\n", client.ask("CONFIG SET timeout 5 slave-read-only no"));
        assertEquals(List.of("timeout", "replica-read-only"), server.changedDirectives);
        assertEquals(5, server.config().timeoutSeconds());
    }

    @Test
    void setRefusesAsAWhole() {
        assertEquals("-ERR syntax error\r\n", client.ask("CONFIG SET timeout 5 hz"));
        assertTrue(client.ask("CONFIG SET timeout 5 port 1").endsWith("immutable config\r\n"));
        assertTrue(client.ask("CONFIG SET timeout 5 dir /").endsWith("protected config\r\n"));
        assertEquals(
                "-ERR Unknown option or number of arguments for CONFIG SET - 'x'\r\n",
                client.ask("CONFIG SET x y"));
        assertEquals(0, server.config().timeoutSeconds());
        assertEquals(List.of(), server.changedDirectives);
    }

    @Test
    void theOtherSubcommands() {
        assertEquals("+OK\r\n", client.ask("CONFIG RESETSTAT"));
        assertTrue(server.statisticsReset);
        assertEquals(
                "-ERR The server is running without a config file\r\n",
                client.ask("CONFIG REWRITE"));
        assertTrue(client.ask("CONFIG HELP").startsWith("*11\r\n+CONFIG <subcommand>"));
    }
}
