package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.store.Keyspace;
import io.kevy.store.ValueType;

/** Commands that answer with a value, GETDEL and GETEX included. */
final class StringReads {
    private StringReads() {}

    /** {@code GET key} */
    static void get(Call call) {
        long record = StringValues.findToRead(call, 1);
        StringValues.reply(call.reply(), call.keyspace(1), record);
    }

    /** {@code MGET key [key ...]}: a key of another type counts as absent. */
    static void mget(Call call) {
        var reply = call.reply();
        int argc = call.argc();
        reply.array(argc - 1);
        for (int i = 1; i < argc; i++) {
            long record = call.lookupRead(i);
            var keyspace = call.keyspace(i);
            boolean readable =
                    record != Keyspace.NONE && keyspace.type(record) == ValueType.STRING;
            StringValues.reply(reply, keyspace, readable ? record : Keyspace.NONE);
        }
    }

    /** {@code STRLEN key} */
    static void strlen(Call call) {
        long record = StringValues.findToRead(call, 1);
        call.reply()
                .integer(record == Keyspace.NONE ? 0 : call.keyspace(1).stringLength(record));
    }

    /** {@code GETDEL key}; the effect is a DEL. */
    static void getDel(Call call) {
        long record = StringValues.findToRead(call, 1);
        StringValues.reply(call.reply(), call.keyspace(1), record);
        if (record != Keyspace.NONE) {
            remove(call);
        }
    }

    /**
     * {@code GETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST]}; the effect is a PEXPIREAT, a
     * PERSIST or, for a deadline in the past, a DEL.
     */
    static void getEx(Call call) {
        var options = GetExOptions.parse(call.argv());
        var keyspace = call.keyspace(1);
        long record = StringValues.findToRead(call, 1);
        if (record == Keyspace.NONE) {
            call.reply().nullBulk();
            return;
        }
        long deadline = options.deadline(call);
        StringValues.reply(call.reply(), keyspace, record);
        if (options.persist()) {
            if (keyspace.deadline(record) != Keyspace.NO_DEADLINE) {
                var effect = call.effect("PERSIST").arg(call.argv(), 1);
                deadline(call, Keyspace.NO_DEADLINE);
                effect.record();
            }
        } else if (deadline != Keyspace.NO_DEADLINE) {
            if (ExpireForm.isPast(call, deadline)) {
                remove(call);
            } else {
                var effect = call.effect("PEXPIREAT").arg(call.argv(), 1).arg(deadline);
                deadline(call, deadline);
                effect.record();
            }
        }
    }

    private static void deadline(Call call, long deadline) {
        var argv = call.argv();
        call.changing(1).deadline(argv.bytes(), argv.offset(1), argv.length(1), deadline);
    }

    private static void remove(Call call) {
        var argv = call.argv();
        var effect = call.effect("DEL").arg(argv, 1);
        call.changing(1).remove(argv.bytes(), argv.offset(1), argv.length(1));
        effect.record();
    }
}
