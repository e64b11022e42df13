package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Partition;
import io.kevy.store.Keyspace;

/** Whether keys are there, what they hold, and their removal. */
final class Existence {
    private Existence() {}

    /**
     * {@code DEL key [key ...]}, {@code UNLINK key [key ...]}: the same here, because memory is
     * given back in small steps either way. The effect is a DEL of the keys that were there.
     */
    static void del(Call call) {
        int found = 0;
        long owners = 0;
        for (int i = 1; i < call.argc(); i++) {
            if (call.lookup(i) != Keyspace.NONE) {
                owners |= 1L << call.partition(i).index();
                found++;
            }
        }
        long removed = 0;
        if (found == call.argc() - 1) {
            for (int i = 1; i < call.argc(); i++) {
                removed += remove(call, i) ? 1 : 0;
            }
            call.changedByOwner(1, 1);
        } else {
            for (long rest = owners; rest != 0; rest &= rest - 1) {
                int owner = Long.numberOfTrailingZeros(rest);
                removed += removeFrom(call, call.partitions().get(owner));
            }
        }
        call.reply().integer(removed);
    }

    /** The effect names those keys only that were there: others have not changed. */
    private static long removeFrom(Call call, Partition partition) {
        long removed = 0;
        var effect = call.effect("DEL");
        for (int i = 1; i < call.argc(); i++) {
            if (call.partition(i) == partition && call.lookup(i) != Keyspace.NONE) {
                remove(call, i);
                effect.arg(call.argv(), i);
                removed++;
            }
        }
        effect.record(partition, call.db());
        return removed;
    }

    private static boolean remove(Call call, int arg) {
        var argv = call.argv();
        return call.keyspace(arg).remove(argv.bytes(), argv.offset(arg), argv.length(arg));
    }

    /** {@code EXISTS key [key ...]}, {@code TOUCH key [key ...]}: a key named twice counts twice. */
    static void count(Call call) {
        long found = 0;
        for (int i = 1; i < call.argc(); i++) {
            if (call.lookupRead(i) != Keyspace.NONE) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    /** {@code TYPE key} */
    static void type(Call call) {
        long record = call.lookupRead(1);
        call.reply()
                .simple(
                        record == Keyspace.NONE
                                ? "none"
                                : call.keyspace(1).type(record).redisName());
    }
}
