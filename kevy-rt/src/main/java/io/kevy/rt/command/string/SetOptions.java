package io.kevy.rt.command.string;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.KeySpec;
import io.kevy.store.Keyspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows the value of SET.
 *
 * @param condition what must be true of the key
 * @param get whether the reply is the old value
 * @param keepTtl whether the key keeps its deadline
 * @param form how a deadline is told, null for none
 * @param amountArg index of the argument that tells it
 */
record SetOptions(
        Condition condition,
        boolean get,
        boolean keepTtl,
        @Nullable ExpireForm form,
        int amountArg) {
    /** What must be true of the key for SET to do anything. */
    enum Condition {
        ALWAYS,
        ABSENT,
        PRESENT;

        boolean holds(boolean found) {
            return this == ALWAYS || found == (this == PRESENT);
        }
    }

    static SetOptions parse(Argv argv) {
        var condition = Condition.ALWAYS;
        boolean get = false;
        boolean keepTtl = false;
        ExpireForm form = null;
        int amountArg = 0;
        for (int i = 3; i < argv.count(); i++) {
            var named = ExpireForm.of(argv, i);
            if (named != null) {
                if (keepTtl || (form != null && form != named) || i + 1 == argv.count()) {
                    throw CommandException.syntax();
                }
                form = named;
                amountArg = ++i;
            } else if (argv.equalsIgnoreCase(i, "NX") && condition != Condition.PRESENT) {
                condition = Condition.ABSENT;
            } else if (argv.equalsIgnoreCase(i, "XX") && condition != Condition.ABSENT) {
                condition = Condition.PRESENT;
            } else if (argv.equalsIgnoreCase(i, "GET")) {
                get = true;
            } else if (argv.equalsIgnoreCase(i, "KEEPTTL") && form == null) {
                keepTtl = true;
            } else {
                throw CommandException.syntax();
            }
        }
        return new SetOptions(condition, get, keepTtl, form, amountArg);
    }

    /** What SET does to its key: it reads it only for {@code GET}, looked for as Redis does. */
    static List<KeySpec.Access> access(Argv request) {
        for (int i = 3; i < request.count(); i++) {
            if (request.equalsIgnoreCase(i, "GET")) {
                return List.of(KeySpec.Access.RW, KeySpec.Access.ACCESS, KeySpec.Access.UPDATE);
            }
        }
        return List.of(KeySpec.Access.OW, KeySpec.Access.UPDATE);
    }

    /** The deadline asked for in Unix milliseconds, or {@link Keyspace#NO_DEADLINE}. */
    long deadline(Call call) {
        return form == null ? Keyspace.NO_DEADLINE : form.deadline(call, amountArg);
    }
}
