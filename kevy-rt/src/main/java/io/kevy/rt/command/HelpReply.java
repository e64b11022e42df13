package io.kevy.rt.command;

import java.util.Locale;

/** The reply of {@code HELP}, a subcommand of every command that has subcommands. */
public final class HelpReply {
    private static final String INDENT = "    ";

    private HelpReply() {}

    /**
     * Writes the reply.
     *
     * @param command the command with the subcommands
     * @param lines each subcommand with its arguments, followed by indented lines that explain it
     */
    public static void write(Call call, String command, String... lines) {
        var reply = call.reply();
        reply.array(lines.length + 3);
        reply.simple(
                command.toUpperCase(Locale.ROOT)
                        + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (String line : lines) {
            reply.simple(line);
        }
        reply.simple("HELP");
        reply.simple(INDENT + "Prints this help.");
    }
}
