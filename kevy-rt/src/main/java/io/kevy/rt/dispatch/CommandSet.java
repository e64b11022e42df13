package io.kevy.rt.dispatch;

import io.kevy.rt.command.CommandTable;
import java.util.List;

/** All commands of the server. */
public final class CommandSet {
    private CommandSet() {}

    /** A table of all families' rows. */
    public static CommandTable table() {
        return new CommandTable(List.of());
    }
}
