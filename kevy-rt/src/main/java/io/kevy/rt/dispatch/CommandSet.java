package io.kevy.rt.dispatch;

import io.kevy.rt.command.Command;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.connection.ConnectionFamily;
import io.kevy.rt.command.keys.KeysFamily;
import io.kevy.rt.command.replication.ReplicationFamily;
import io.kevy.rt.command.server.ServerFamily;
import io.kevy.rt.command.string.StringFamily;
import io.kevy.rt.command.transaction.TransactionFamily;
import java.util.ArrayList;

/** The commands of this server: the rows of all families. */
public final class CommandSet {
    private CommandSet() {}

    /** The table of all commands. */
    public static CommandTable table() {
        var rows = new ArrayList<Command>();
        rows.addAll(StringFamily.rows());
        rows.addAll(KeysFamily.rows());
        rows.addAll(ConnectionFamily.rows());
        rows.addAll(TransactionFamily.rows());
        rows.addAll(ReplicationFamily.rows());
        rows.addAll(ServerFamily.rows());
        return new CommandTable(rows);
    }
}
