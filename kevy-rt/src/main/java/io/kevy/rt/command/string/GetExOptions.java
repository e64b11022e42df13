package io.kevy.rt.command.string;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;
import org.jspecify.annotations.Nullable;

/**
 * What follows the key of GETEX.
 *
 * @param persist whether the deadline goes away
 * @param form how a new deadline is told, null for none
 * @param amountArg index of the argument that tells it
 */
record GetExOptions(boolean persist, @Nullable ExpireForm form, int amountArg) {
    static GetExOptions parse(Argv argv) {
        boolean persist = false;
        ExpireForm form = null;
        int amountArg = 0;
        for (int i = 2; i < argv.count(); i++) {
            var named = ExpireForm.of(argv, i);
            if (named != null) {
                if (persist || (form != null && form != named) || i + 1 == argv.count()) {
                    throw CommandException.syntax();
                }
                form = named;
                amountArg = ++i;
            } else if (argv.equalsIgnoreCase(i, "PERSIST") && form == null) {
                persist = true;
            } else {
                throw CommandException.syntax();
            }
        }
        return new GetExOptions(persist, form, amountArg);
    }

    /** The deadline asked for in Unix milliseconds, or {@link Keyspace#NO_DEADLINE}. */
    long deadline(Call call) {
        return form == null ? Keyspace.NO_DEADLINE : form.deadline(call, amountArg);
    }
}
