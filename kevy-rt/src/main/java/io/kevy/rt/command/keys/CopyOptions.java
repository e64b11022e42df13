package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;

/**
 * What follows the keys of COPY.
 *
 * @param db number of the database the copy goes to
 * @param replace whether it may take the place of another key
 */
record CopyOptions(int db, boolean replace) {
    static CopyOptions parse(Call call) {
        var argv = call.argv();
        int db = call.db();
        boolean replace = false;
        for (int i = 3; i < argv.count(); i++) {
            if (argv.equalsIgnoreCase(i, "REPLACE")) {
                replace = true;
            } else if (argv.equalsIgnoreCase(i, "DB") && i + 1 < argv.count()) {
                db = Databases.number(call, ++i);
            } else {
                throw CommandException.syntax();
            }
        }
        return new CopyOptions(db, replace);
    }
}
