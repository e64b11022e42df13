package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;
import java.util.Arrays;

/** Values on their way from one key to another, or to another database. */
final class Renames {
    private Renames() {}

    /** {@code RENAME key newkey} */
    static void rename(Call call) {
        if (isNoKey(call)) {
            throw noSuchKey();
        }
        if (!isSameKey(call)) {
            call.lookup(2);
            call.relocate(call.lookup(1), 2, call.db(), false);
        }
        call.reply().simple("OK");
    }

    /** {@code RENAMENX key newkey} */
    static void renameNx(Call call) {
        if (isNoKey(call)) {
            throw noSuchKey();
        }
        boolean free = call.lookup(2) == Keyspace.NONE;
        if (free) {
            call.relocate(call.lookup(1), 2, call.db(), false);
        }
        call.reply().integer(free ? 1 : 0);
    }

    private static boolean isNoKey(Call call) {
        return call.lookup(1) == Keyspace.NONE;
    }

    private static CommandException noSuchKey() {
        return new CommandException("ERR no such key");
    }

    /** {@code COPY source destination [DB number] [REPLACE]} */
    static void copy(Call call) {
        var options = CopyOptions.parse(call);
        if (options.db() == call.db() && isSameKey(call)) {
            throw sameObject();
        }
        // What looks up the other key may change the store, so the record is looked up after it.
        boolean taken = call.lookup(options.db(), 2) != Keyspace.NONE;
        long record = call.lookupRead(1);
        boolean copied = record != Keyspace.NONE && (options.replace() || !taken);
        if (copied) {
            call.relocate(record, 2, options.db(), true);
        }
        call.reply().integer(copied ? 1 : 0);
    }

    /** {@code MOVE key db} */
    static void move(Call call) {
        int db = Databases.number(call, 2);
        if (db == call.db()) {
            throw sameObject();
        }
        boolean taken = call.lookup(db, 1) != Keyspace.NONE;
        long record = call.lookup(1);
        boolean moved = record != Keyspace.NONE && !taken;
        if (moved) {
            call.relocate(record, 1, db, false);
        }
        call.reply().integer(moved ? 1 : 0);
    }

    private static CommandException sameObject() {
        return new CommandException("ERR source and destination objects are the same");
    }

    private static boolean isSameKey(Call call) {
        var argv = call.argv();
        return Arrays.equals(
                argv.bytes(),
                argv.offset(1),
                argv.offset(1) + argv.length(1),
                argv.bytes(),
                argv.offset(2),
                argv.offset(2) + argv.length(2));
    }
}
