package io.kevy.rt.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandCommandsTest {
    private final TestServer server = new TestServer(1);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void infoHasTheTenElementsOfARow() {
        client.ask("HELLO 3");
        assertEquals(
                "*1 *10 $3 get :2 ~2 +readonly +fast :1 :1 :1 ~3 +@read +@string +@fast ~0 ~1 %3"
                        + " $5 flags ~2 +RO +access"
                        + " $12 begin_search %2 $4 type $5 index $4 spec %1 $5 index :1"
                        + " $9 find_keys %2 $4 type $5 range $4 spec %3 $7 lastkey :0"
                        + " $7 keystep :1 $5 limit :0 ~0",
                client.line("COMMAND INFO get"));
        client.ask("HELLO 2");
        assertEquals(
                "*2 *10 $10 config|set :-4 *4 +admin +noscript +loading +stale :0 :0 :0"
                        + " *3 +@admin +@slow +@dangerous"
                        + " *2 $24 request_policy:all_nodes $29 response_policy:all_succeeded"
                        + " *0 *0 $-1",
                client.line("COMMAND INFO config|set config|nosuch"));
    }

    @Test
    void aContainerShowsItsSubcommands() {
        String config = client.line("COMMAND INFO config");
        String start = "*1 *10 $6 config :-2 *0 :0 :0 :0 *1 +@slow *0 *0 *5 *10 $10 config|get ";
        assertTrue(config.startsWith(start), config);
    }

    @Test
    void bareItShowsAllAndCountSaysHowMany() {
        int count = server.commands().commands().size();
        assertEquals(":" + count + "\r\n", client.ask("COMMAND COUNT"));
        assertTrue(client.ask("COMMAND").startsWith("*" + count + "\r\n*10\r\n"));
        assertEquals(client.ask("COMMAND"), client.ask("COMMAND INFO"));
    }

    @Test
    void docsTellGroupAndAge() {
        assertEquals(
                "*2 $3 get *4 $5 since $5 1.0.0 $5 group $6 string",
                client.line("COMMAND DOCS GET nosuch get"));
        client.ask("HELLO 3");
        assertTrue(client.ask("COMMAND DOCS config")
                .contains("$11\r\nsubcommands\r\n%5\r\n$10\r\nconfig|get\r\n%2\r\n"));
        assertEquals("%0\r\n", client.ask("COMMAND DOCS nosuch"));
    }

    @Test
    void listFilters() {
        assertTrue(client.ask("COMMAND LIST").contains("$10\r\nconfig|get\r\n"));
        assertEquals(
                "*1\r\n$10\r\nconfig|get\r\n",
                client.ask("COMMAND LIST FILTERBY PATTERN CONFIG|g*"));
        String admin = client.ask("COMMAND LIST FILTERBY aclcat ADMIN");
        assertTrue(admin.contains("$8\r\nshutdown\r\n"));
        assertFalse(admin.contains("$3\r\nget\r\n"));
        assertEquals("*0\r\n", client.ask("COMMAND LIST FILTERBY aclcat nosuch"));
        assertEquals("*0\r\n", client.ask("COMMAND LIST FILTERBY module x"));
        assertEquals("-ERR syntax error\r\n", client.ask("COMMAND LIST FILTERBY foo x"));
        assertEquals("-ERR syntax error\r\n", client.ask("COMMAND LIST FILTERBY pattern"));
    }

    @Test
    void getKeysFindsTheKeysOfARequest() {
        assertEquals("*2\r\n$1\r\na\r\n$1\r\nc\r\n", client.ask("COMMAND GETKEYS MSET a b c d"));
        assertEquals("*2\r\n$1\r\na\r\n$1\r\nb\r\n", client.ask("COMMAND GETKEYS watch a b"));
        assertEquals(
                "*2 *2 $1 a *2 +OW +update *2 $1 c *2 +OW +update",
                client.line("COMMAND GETKEYSANDFLAGS mset a b c d"));
        assertEquals(
                "*2 *2 $1 a *2 +RO +access *2 $1 b *2 +RO +access",
                client.line("COMMAND GETKEYSANDFLAGS lcs a b"));
    }

    @Test
    void onlySetWithGetReadsItsKey() {
        String overwrites = "*1 *2 $1 a *2 +OW +update";
        String reads = "*1 *2 $1 a *3 +RW +access +update";
        assertEquals(overwrites, client.line("COMMAND GETKEYSANDFLAGS SET a b"));
        assertEquals(overwrites, client.line("COMMAND GETKEYSANDFLAGS SET a GET"));
        assertEquals(overwrites, client.line("COMMAND GETKEYSANDFLAGS SET a b KEEPTTL"));
        assertEquals(reads, client.line("COMMAND GETKEYSANDFLAGS SET a b EX 1 get"));
        assertEquals(reads, client.line("COMMAND GETKEYSANDFLAGS SET a b nonsense GET"));
        assertTrue(client.line("COMMAND INFO SET").contains(
                "$5 flags *4 +RW +access +update +variable_flags"));
    }

    @Test
    void getKeysRefusesWhatHasNone() {
        assertEquals(
                "-ERR The command has no key arguments\r\n",
                client.ask("COMMAND GETKEYS config get x"));
        assertEquals("-ERR Invalid command specified\r\n", client.ask("COMMAND GETKEYS nosuch x"));
        assertEquals(
                "-ERR Invalid command specified\r\n", client.ask("COMMAND GETKEYS config x y"));
        assertEquals(
                "-ERR Invalid number of arguments specified for command\r\n",
                client.ask("COMMAND GETKEYS get a b"));
    }
}
