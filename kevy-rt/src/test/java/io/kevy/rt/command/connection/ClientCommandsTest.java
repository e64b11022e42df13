package io.kevy.rt.command.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientCommandsTest {
    private final TestServer server = new TestServer(2);
    private final TestServer.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static String line(int id, String rest, String cmd, String end) {
        return "id=" + id + " addr=10.0.0." + id + ":5000 laddr=10.0.0.9:6379 fd=7 " + rest
                + " qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0"
                + " tot-mem=0 events=r cmd=" + cmd + " user=default redir=-1 " + end + "\n";
    }

    @Test
    void aNameIsPlainText() {
        assertEquals("$-1\r\n", client.ask("CLIENT GETNAME"));
        assertEquals("+OK\r\n", client.ask("CLIENT SETNAME me"));
        assertEquals("$2\r\nme\r\n", client.ask("CLIENT GETNAME"));
        assertEquals(
                "-ERR Client names cannot contain spaces, newlines or special characters.\r\n",
                client.run("CLIENT", "SETNAME", "a\n"));
        assertEquals("+OK\r\n", client.run("CLIENT", "SETNAME", ""));
        assertEquals("$-1\r\n", client.ask("CLIENT GETNAME"));
    }

    @Test
    void aLibraryTellsItsNameAndVersion() {
        assertEquals("+OK\r\n", client.ask("CLIENT SETINFO lib-name jedis"));
        assertEquals("+OK\r\n", client.ask("CLIENT SETINFO LIB-VER 5.1"));
        assertTrue(client.ask("CLIENT INFO").contains(" lib-name=jedis lib-ver=5.1\n"));
        assertEquals(
                "-ERR lib-name cannot contain spaces, newlines or special characters.\r\n",
                client.run("CLIENT", "SETINFO", "lib-name", "a b"));
        assertEquals("-ERR Unrecognized option 'x'\r\n", client.ask("CLIENT SETINFO x y"));
    }

    @Test
    void infoIsOneLineAboutTheConnection() {
        client.ask("SELECT 2");
        server.nowMillis += 5_000;
        assertEquals(
                bulk(line(
                        1,
                        "name= age=5 idle=0 flags=N db=2 sub=0 psub=0 ssub=0 multi=-1",
                        "client|info",
                        "resp=2 lib-name= lib-ver=")),
                client.ask("CLIENT INFO"));
        client.ask("HELLO 3");
        assertTrue(client.ask("CLIENT INFO").startsWith("="));
    }

    @Test
    void listHasALineForEveryConnection() {
        var other = server.connect();
        other.ask("MULTI");
        other.ask("PING");
        server.nowMillis += 2_500;
        assertEquals(
                bulk(line(
                        1,
                        "name= age=2 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1",
                        "client|list",
                        "resp=2 lib-name= lib-ver=")
                        + line(
                                2,
                                "name= age=2 idle=2 flags=x db=0 sub=0 psub=0 ssub=0 multi=1",
                                "multi",
                                "resp=2 lib-name= lib-ver=")),
                client.ask("CLIENT LIST"));
        assertEquals(client.ask("CLIENT LIST"), client.ask("CLIENT LIST TYPE normal"));
        assertEquals("$0\r\n\r\n", client.ask("CLIENT LIST TYPE replica"));
        assertTrue(client.ask("CLIENT LIST ID 2 9").startsWith("$"));
        assertTrue(client.ask("CLIENT LIST ID 2 9").contains("id=2 "));
        assertTrue(!client.ask("CLIENT LIST ID 2 9").contains("id=1 "));
    }

    @Test
    void listRefusesWhatItDoesNotKnow() {
        assertEquals("-ERR syntax error\r\n", client.ask("CLIENT LIST TYPE"));
        assertEquals("-ERR syntax error\r\n", client.ask("CLIENT LIST ID"));
        assertEquals("-ERR syntax error\r\n", client.ask("CLIENT LIST TYPE normal x"));
        assertEquals("-ERR Unknown client type 'x'\r\n", client.ask("CLIENT LIST TYPE x"));
        assertEquals("-ERR Invalid client ID\r\n", client.ask("CLIENT LIST ID 1 x"));
    }

    @Test
    void helpNamesEverySubcommand() {
        String help = client.ask("CLIENT HELP");
        for (var subcommand : server.commands().commands()) {
            if (subcommand.name().equals("client")) {
                subcommand.subcommands().forEach(each -> assertTrue(
                        help.contains("+" + each.name().toUpperCase(Locale.ROOT)),
                        each.name()));
            }
        }
    }

    @Test
    void evictionAndTouchingAreOnOrOff() {
        assertEquals(":1\r\n", client.ask("CLIENT ID"));
        assertEquals("+OK\r\n", client.ask("CLIENT NO-EVICT on"));
        assertEquals("-ERR syntax error\r\n", client.ask("CLIENT NO-TOUCH maybe"));
    }
}
