package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.store.Keyspace;

/** Whether keys are there, what they hold, and their removal. */
final class Existence {
    private Existence() {}

    /**
     * {@code DEL key [key ...]}, {@code UNLINK key [key ...]}: the same here, because memory is
     * given back in small steps either way.
     */
    static void del(Call call) {
        var argv = call.argv();
        long removed = 0;
        long changed = 0;
        for (int i = 1; i < argv.count(); i++) {
            if (call.lookup(i) != Keyspace.NONE) {
                call.keyspace(i).remove(argv.bytes(), argv.offset(i), argv.length(i));
                changed |= 1L << call.partition(i).index();
                removed++;
            }
        }
        if (removed > 0) {
            call.changedByOwner(1, 1, changed);
        }
        call.reply().integer(removed);
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
