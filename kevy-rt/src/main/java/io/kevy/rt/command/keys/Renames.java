package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;

/** Values on their way from one key to another, or to another database. */
final class Renames {
    private Renames() {}

    /** {@code RENAME key newkey} */
    static void rename(Call call) {
        if (isNoKey(call)) {
            throw noSuchKey();
        }
        if (!isSameKey(call)) {
            var target = call.lookup(2);
            call.relocate(call.lookup(1), target, 2, call.db(), false);
        }
        call.reply().simple("OK");
    }

    /** {@code RENAMENX key newkey} */
    static void renameNx(Call call) {
        if (isNoKey(call)) {
            throw noSuchKey();
        }
        var target = call.lookup(2);
        boolean free = !target.exists();
        if (free) {
            call.relocate(call.lookup(1), target, 2, call.db(), false);
        }
        call.reply().integer(free ? 1 : 0);
    }

    private static boolean isNoKey(Call call) {
        return !call.lookup(1).exists();
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
        var target = call.lookup(options.db(), 2);
        var source = call.lookupRead(1);
        if (source == null || (target.exists() && !options.replace())) {
            call.reply().integer(0);
            return;
        }
        call.relocate(source, target, 2, options.db(), true);
        call.reply().integer(1);
    }

    /** {@code MOVE key db} */
    static void move(Call call) {
        int db = Databases.number(call, 2);
        if (db == call.db()) {
            throw sameObject();
        }
        var target = call.lookup(db, 1);
        var source = call.lookup(1);
        boolean moved = source.exists() && !target.exists();
        if (moved) {
            call.relocate(source, target, 1, db, false);
        }
        call.reply().integer(moved ? 1 : 0);
    }

    private static CommandException sameObject() {
        return new CommandException("ERR source and destination objects are the same");
    }

    private static boolean isSameKey(Call call) {
        return call.slice(1).hasSameBytes(call.slice(2));
    }
}
