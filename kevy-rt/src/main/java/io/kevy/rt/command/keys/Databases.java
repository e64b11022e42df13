package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import org.jspecify.annotations.Nullable;

/** Commands on whole databases; each partition records its own share. */
final class Databases {
    private Databases() {}

    /** {@code DBSIZE}: keys that are past their deadline and not removed yet are counted. */
    static void dbSize(Call call) {
        long keys = 0;
        for (int i = 0; i < call.partitionCount(); i++) {
            keys += call.partitionAt(i).keyspace(call.db()).size();
        }
        call.reply().integer(keys);
    }

    /** {@code FLUSHDB [ASYNC | SYNC]}: the same, memory is given back in small steps either way. */
    static void flushDb(Call call) {
        checkFlushMode(call);
        for (int i = 0; i < call.partitionCount(); i++) {
            call.changingAt(i).clear(call.db());
        }
        call.changed();
        call.reply().simple("OK");
    }

    /** {@code FLUSHALL [ASYNC | SYNC]} */
    static void flushAll(Call call) {
        checkFlushMode(call);
        for (int i = 0; i < call.partitionCount(); i++) {
            for (int db = 0; db < call.partitionAt(i).store().databases(); db++) {
                call.changingAt(i).clear(db);
            }
        }
        call.changed();
        call.reply().simple("OK");
    }

    private static void checkFlushMode(Call call) {
        var argv = call.argv();
        boolean known =
                argv.count() == 1
                        || (argv.count() == 2
                                && (argv.equalsIgnoreCase(1, "SYNC")
                                        || argv.equalsIgnoreCase(1, "ASYNC")));
        if (!known) {
            throw CommandException.syntax();
        }
    }

    /** {@code SWAPDB index1 index2} */
    static void swapDb(Call call) {
        long first = intArg(call, 1, "ERR invalid first DB index");
        long second = intArg(call, 2, "ERR invalid second DB index");
        int a = checked(call, first);
        int b = checked(call, second);
        if (a != b) {
            for (int i = 0; i < call.partitionCount(); i++) {
                call.changingAt(i).swap(a, b);
            }
            call.changed();
        }
        call.reply().simple("OK");
    }

    /** The number of a database in argument {@code arg}. */
    static int number(Call call, int arg) {
        return checked(call, intArg(call, arg, null));
    }

    private static int checked(Call call, long number) {
        if (number < 0 || number >= call.partitionAt(0).store().databases()) {
            throw new CommandException("ERR DB index is out of range");
        }
        return (int) number;
    }

    private static long intArg(Call call, int arg, @Nullable String complaint) {
        var argv = call.argv();
        if (!argv.isLong(arg)) {
            throw complaint == null
                    ? CommandException.notAnInteger()
                    : new CommandException(complaint);
        }
        long value = argv.asLong(arg);
        if (value != (int) value) {
            throw new CommandException(
                    complaint != null
                            ? complaint
                            : "ERR value is out of range, value must between -2147483648 and"
                                    + " 2147483647");
        }
        return value;
    }
}
