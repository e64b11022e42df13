package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;

/** Whether keys are there, what they hold, and their removal. */
final class Existence {
    private Existence() {}

    /**
     * {@code DEL key [key ...]}, {@code UNLINK key [key ...]}: the same here, because memory is
     * given back in small steps either way. The effect is a DEL of the keys that were there.
     */
    static void del(Call call) {
        int found = 0;
        for (int i = 1; i < call.argc(); i++) {
            found += call.lookup(i).exists() ? 1 : 0;
        }
        int removed = 0;
        if (found == call.argc() - 1) {
            for (int i = 1; i < call.argc(); i++) {
                removed += remove(call, i) ? 1 : 0;
            }
            call.changed();
        } else if (found > 0) {
            // The effect names those keys only that were there: others have not changed.
            var effect = call.effect("DEL");
            for (int i = 1; i < call.argc(); i++) {
                if (call.lookup(i).exists()) {
                    effect.arg(call.argv(), i);
                }
            }
            for (int i = 1; i < call.argc(); i++) {
                removed += remove(call, i) ? 1 : 0;
            }
            effect.record();
        }
        call.reply().integer(removed);
    }

    private static boolean remove(Call call, int arg) {
        var place = call.lookup(arg);
        return call.changing(place).remove(place);
    }

    /** {@code EXISTS key [key ...]}, {@code TOUCH key [key ...]}: a key named twice counts twice. */
    static void count(Call call) {
        long found = 0;
        for (int i = 1; i < call.argc(); i++) {
            if (call.lookupRead(i) != null) {
                found++;
            }
        }
        call.reply().integer(found);
    }

    /** {@code TYPE key} */
    static void type(Call call) {
        var place = call.lookupRead(1);
        call.reply().simple(place == null ? "none" : place.type().redisName());
    }
}
