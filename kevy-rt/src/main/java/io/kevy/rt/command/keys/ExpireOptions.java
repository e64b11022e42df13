package io.kevy.rt.command.keys;

import io.kevy.resp.Argv;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;

/**
 * The conditions that may follow EXPIRE and its kin.
 *
 * @param absent only if there is no deadline yet (NX)
 * @param present only if there is one (XX)
 * @param greater only if the new deadline is later (GT)
 * @param less only if the new deadline is earlier (LT)
 */
record ExpireOptions(boolean absent, boolean present, boolean greater, boolean less) {
    private static final ExpireOptions NONE = new ExpireOptions(false, false, false, false);

    static ExpireOptions parse(Argv argv) {
        if (argv.count() == 3) {
            return NONE;
        }
        boolean absent = false;
        boolean present = false;
        boolean greater = false;
        boolean less = false;
        for (int i = 3; i < argv.count(); i++) {
            if (argv.equalsIgnoreCase(i, "NX")) {
                absent = true;
            } else if (argv.equalsIgnoreCase(i, "XX")) {
                present = true;
            } else if (argv.equalsIgnoreCase(i, "GT")) {
                greater = true;
            } else if (argv.equalsIgnoreCase(i, "LT")) {
                less = true;
            } else {
                throw new CommandException(
                        "ERR Unsupported option " + CommandException.shown(argv, i));
            }
        }
        if (absent && (present || greater || less)) {
            throw new CommandException(
                    "ERR NX and XX, GT or LT options at the same time are not compatible");
        }
        if (greater && less) {
            throw new CommandException(
                    "ERR GT and LT options at the same time are not compatible");
        }
        return new ExpireOptions(absent, present, greater, less);
    }

    /** Whether a key with deadline {@code old} gets {@code fresh}; no deadline is the latest one. */
    boolean allow(long old, long fresh) {
        boolean never = old == Keyspace.NO_DEADLINE;
        return !(absent && !never)
                && !(present && never)
                && !(greater && (never || fresh <= old))
                && !(less && !never && fresh >= old);
    }
}
