package io.kevy.rt.command.connection;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.Version;
import org.jspecify.annotations.Nullable;

/**
 * {@code HELLO [protover [AUTH username password] [SETNAME clientname]]}.
 *
 * @param protocol 2, 3, or 0 to keep the one in use
 * @param user to authenticate as; null: none
 * @param name for the connection; null: none
 */
record Hello(int protocol, @Nullable String user, @Nullable String name) {

    static void run(Call call) {
        var hello = parse(call.argv());
        if (hello.user != null) {
            ConnectionCommands.authenticate(hello.user);
        }
        if (hello.name != null) {
            call.session().name(hello.name);
        }
        if (hello.protocol != 0) {
            call.session().protocol(hello.protocol);
            call.reply().protocol(hello.protocol);
        }
        writeServer(call);
    }

    static Hello parse(Argv argv) {
        int protocol = argv.count() > 1 ? protocol(argv) : 0;
        String user = null;
        String name = null;
        for (int i = 2; i < argv.count(); i++) {
            int following = argv.count() - 1 - i;
            if (following >= 2 && argv.equalsIgnoreCase(i, "AUTH")) {
                user = argv.text(i + 1);
                i += 2;
            } else if (following >= 1 && argv.equalsIgnoreCase(i, "SETNAME")) {
                name = argv.text(i + 1);
                ClientText.requireName(name);
                i++;
            } else {
                throw new CommandException(
                        "ERR Syntax error in HELLO option '" + CommandException.shown(argv, i)
                                + "'");
            }
        }
        return new Hello(protocol, user, name);
    }

    private static int protocol(Argv argv) {
        if (!argv.isLong(1)) {
            throw new CommandException("ERR Protocol version is not an integer or out of range");
        }
        long version = argv.asLong(1);
        if (version < 2 || version > 3) {
            throw new CommandException("NOPROTO unsupported protocol version");
        }
        return (int) version;
    }

    private static void writeServer(Call call) {
        var reply = call.reply();
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(Version.REDIS);
        reply.bulk("proto");
        reply.integer(call.session().protocol());
        reply.bulk("id");
        reply.integer(call.session().id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk(call.host().replication().isReplica() ? "replica" : "master");
        reply.bulk("modules");
        reply.array(0);
    }
}
