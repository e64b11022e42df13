package io.kevy.rt.dispatch;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.CommandException;
import java.util.Locale;

/** Error texts for requests that no handler sees. */
final class Refusals {
    private static final int SHOWN_MAX = 128;

    private Refusals() {}

    static String unknownCommand(Argv argv) {
        var shown = new StringBuilder();
        for (int i = 1; i < argv.count() && shown.length() < SHOWN_MAX; i++) {
            String argument = shown(argv, i, SHOWN_MAX - shown.length());
            shown.append('\'').append(argument).append("' ");
        }
        return "ERR unknown command '"
                + shown(argv, 0, SHOWN_MAX)
                + "', with args beginning with: "
                + shown;
    }

    static String unknownSubcommand(Command container, Argv argv) {
        return "ERR unknown subcommand '"
                + shown(argv, 1, SHOWN_MAX)
                + "'. Try "
                + container.name().toUpperCase(Locale.ROOT)
                + " HELP.";
    }

    static String wrongArity(Command command) {
        return "ERR " + arity(command);
    }

    /** What EXEC answers when it is refused itself for its number of arguments. */
    static String discarded(Command command) {
        return "EXECABORT Transaction discarded because of: " + arity(command);
    }

    private static String arity(Command command) {
        return "wrong number of arguments for '" + command.fullName() + "' command";
    }

    static final String READ_ONLY = "READONLY You can't write against a read only replica.";
    static final String NOT_IN_MULTI = "ERR Command not allowed inside a transaction";

    private static String shown(Argv argv, int arg, int lengthMax) {
        String text = CommandException.shown(argv, arg);
        return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
    }
}
