package io.kevy.rt.command.connection;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;

/** Greeting, choosing a database, starting over, leaving. */
final class ConnectionCommands {
    private static final String DEFAULT_USER = "default";

    private ConnectionCommands() {}

    /** {@code PING [message]}. */
    static void ping(Call call) {
        switch (call.argc()) {
            case 1 -> call.reply().simple("PONG");
            case 2 -> writeArgument(call);
            default -> throw CommandException.wrongArity(call.command().fullName());
        }
    }

    /** {@code ECHO message}. */
    static void echo(Call call) {
        writeArgument(call);
    }

    private static void writeArgument(Call call) {
        var text = call.slice(1);
        call.reply().bulk(text.memory(), text.offset(), text.length());
    }

    /** {@code SELECT index}. */
    static void select(Call call) {
        long db = call.longArg(1);
        if (db != (int) db) {
            throw new CommandException(
                    "ERR value is out of range, value must between "
                            + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        if (db < 0 || db >= call.host().config().databases()) {
            throw new CommandException("ERR DB index is out of range");
        }
        call.session().db((int) db);
        call.reply().simple("OK");
    }

    /** {@code AUTH [username] password}. */
    static void auth(Call call) {
        if (call.argc() > 3) {
            throw CommandException.syntax();
        }
        if (call.argc() == 2) {
            throw new CommandException(
                    "ERR AUTH <password> called without any password configured for the default"
                            + " user. Are you sure your configuration is correct?");
        }
        authenticate(call.argv().text(1));
        call.reply().simple("OK");
    }

    /** The one user there is needs no password, so that any will do. */
    static void authenticate(String user) {
        if (!user.equals(DEFAULT_USER)) {
            throw new CommandException(
                    "WRONGPASS invalid username-password pair or user is disabled.");
        }
    }

    /** {@code READONLY}, {@code READWRITE}, {@code ASKING}: for nodes of a cluster. */
    static void inClusterOnly(Call call) {
        call.reply().error("ERR This instance has cluster support disabled");
    }

    /** {@code RESET}: the connection is as it was when it was opened. */
    static void reset(Call call) {
        var session = call.session();
        session.transaction().close();
        session.transaction().unwatch(call.partitions());
        session.db(0);
        session.name("");
        session.protocol(2);
        call.reply().protocol(2);
        call.reply().simple("RESET");
    }

    /** {@code QUIT}. */
    static void quit(Call call) {
        call.session().closeAfterReply();
        call.reply().simple("OK");
    }
}
