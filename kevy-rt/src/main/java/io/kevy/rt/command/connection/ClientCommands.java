package io.kevy.rt.command.connection;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.HelpReply;
import io.kevy.rt.command.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The subcommands of {@code CLIENT}. */
final class ClientCommands {
    private ClientCommands() {}

    /** {@code CLIENT ID}. */
    static void id(Call call) {
        call.reply().integer(call.session().id());
    }

    /** {@code CLIENT GETNAME}. */
    static void getName(Call call) {
        String name = call.session().name();
        if (name.isEmpty()) {
            call.reply().nullBulk();
        } else {
            call.reply().bulk(name);
        }
    }

    /** {@code CLIENT SETNAME name}. */
    static void setName(Call call) {
        String name = call.argv().text(2);
        ClientText.requireName(name);
        call.session().name(name);
        call.reply().simple("OK");
    }

    /** {@code CLIENT SETINFO LIB-NAME name | LIB-VER version}. */
    static void setInfo(Call call) {
        var argv = call.argv();
        boolean name = argv.equalsIgnoreCase(2, "LIB-NAME");
        if (!name && !argv.equalsIgnoreCase(2, "LIB-VER")) {
            throw new CommandException("ERR Unrecognized option '" + argv.text(2) + "'");
        }
        String value = argv.text(3);
        ClientText.requirePlain(argv.text(2), value);
        if (name) {
            call.session().libraryName(value);
        } else {
            call.session().libraryVersion(value);
        }
        call.reply().simple("OK");
    }

    /** {@code CLIENT NO-EVICT | NO-TOUCH ON | OFF}: holds anyway, clients are never evicted. */
    static void onOff(Call call) {
        if (!call.argv().equalsIgnoreCase(2, "ON") && !call.argv().equalsIgnoreCase(2, "OFF")) {
            throw CommandException.syntax();
        }
        call.reply().simple("OK");
    }

    /** {@code CLIENT INFO}. */
    static void info(Call call) {
        writeLines(call, List.of(call.session()));
    }

    /** {@code CLIENT LIST [TYPE type | ID id ...]}. */
    static void list(Call call) {
        var argv = call.argv();
        if (call.argc() == 2) {
            writeLines(call, inOrder(call));
        } else if (call.argc() == 4 && argv.equalsIgnoreCase(2, "TYPE")) {
            writeLines(call, isNormalType(argv, 3) ? inOrder(call) : List.of());
        } else if (call.argc() > 3 && argv.equalsIgnoreCase(2, "ID")) {
            writeLines(call, byId(call));
        } else {
            throw CommandException.syntax();
        }
    }

    /** All sessions are of normal clients: links to replicas have none, and nobody subscribes. */
    private static boolean isNormalType(Argv argv, int arg) {
        if (argv.equalsIgnoreCase(arg, "NORMAL")) {
            return true;
        }
        if (argv.equalsIgnoreCase(arg, "MASTER")
                || argv.equalsIgnoreCase(arg, "REPLICA")
                || argv.equalsIgnoreCase(arg, "SLAVE")
                || argv.equalsIgnoreCase(arg, "PUBSUB")) {
            return false;
        }
        throw new CommandException(
                "ERR Unknown client type '" + CommandException.shown(argv, arg) + "'");
    }

    private static List<Session> inOrder(Call call) {
        var sessions = new ArrayList<>(call.host().sessions());
        sessions.sort(Comparator.comparingLong(Session::id));
        return sessions;
    }

    private static List<Session> byId(Call call) {
        var found = new ArrayList<Session>();
        var sessions = call.host().sessions();
        for (int i = 3; i < call.argc(); i++) {
            if (!call.argv().isLong(i)) {
                throw new CommandException("ERR Invalid client ID");
            }
            long id = call.argv().asLong(i);
            for (Session session : sessions) {
                if (session.id() == id) {
                    found.add(session);
                }
            }
        }
        return found;
    }

    private static void writeLines(Call call, List<Session> sessions) {
        var text = new StringBuilder();
        for (Session session : sessions) {
            ClientText.appendLine(text, session, call.nowMillis());
        }
        call.reply().verbatim("txt", text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** {@code CLIENT HELP}. */
    static void help(Call call) {
        HelpReply.write(
                call,
                "client",
                "GETNAME",
                "    Return the name of the current connection.",
                "ID",
                "    Return the ID of the current connection.",
                "INFO",
                "    Return information about the current client connection.",
                "LIST [options ...]",
                "    Return information about client connections. Options:",
                "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
                "      Return clients of specified type.",
                "    * ID <client-id> [<client-id> ...]",
                "      Return the clients with these IDs.",
                "SETNAME <name>",
                "    Assign the name <name> to the current connection.",
                "SETINFO <option> <value>",
                "    Set client meta attr. Options are:",
                "    * LIB-NAME: the client lib name.",
                "    * LIB-VER: the client lib version.",
                "NO-EVICT (ON|OFF)",
                "    Protect current client connection from eviction.",
                "NO-TOUCH (ON|OFF)",
                "    Will not touch LRU/LFU stats when this mode is on.");
    }
}
