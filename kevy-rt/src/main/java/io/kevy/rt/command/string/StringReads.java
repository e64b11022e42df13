package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.ValueType;

/** Commands that answer with a value, GETDEL and GETEX included. */
final class StringReads {
    private StringReads() {}

    /** {@code GET key} */
    static void get(Call call) {
        StringValues.reply(call.reply(), StringValues.findToRead(call, 1));
    }

    /** {@code MGET key [key ...]}: a key of another type counts as absent. */
    static void mget(Call call) {
        var reply = call.reply();
        int argc = call.argc();
        reply.array(argc - 1);
        for (int i = 1; i < argc; i++) {
            var place = call.lookupRead(i);
            boolean readable = place != null && place.type() == ValueType.STRING;
            StringValues.reply(reply, readable ? place : null);
        }
    }

    /** {@code STRLEN key} */
    static void strlen(Call call) {
        var place = StringValues.findToRead(call, 1);
        call.reply().integer(place == null ? 0 : place.stringLength());
    }

    /** {@code GETDEL key}; the effect is a DEL. */
    static void getDel(Call call) {
        var place = StringValues.findToRead(call, 1);
        StringValues.reply(call.reply(), place);
        if (place != null) {
            remove(call, place);
        }
    }

    /**
     * {@code GETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST]}; the effect is a PEXPIREAT, a
     * PERSIST or, for a deadline in the past, a DEL.
     */
    static void getEx(Call call) {
        var options = GetExOptions.parse(call.argv());
        var place = StringValues.findToRead(call, 1);
        if (place == null) {
            call.reply().nullBulk();
            return;
        }
        long deadline = options.deadline(call);
        StringValues.reply(call.reply(), place);
        if (options.persist()) {
            if (place.deadline() != Keyspace.NO_DEADLINE) {
                var effect = call.effect("PERSIST").arg(call.argv(), 1);
                call.changing(place).persist(place);
                effect.record();
            }
        } else if (deadline != Keyspace.NO_DEADLINE) {
            if (ExpireForm.isPast(call, deadline)) {
                remove(call, place);
            } else {
                var effect = call.effect("PEXPIREAT").arg(call.argv(), 1).arg(deadline);
                call.changing(place).expireAt(place, deadline);
                effect.record();
            }
        }
    }

    private static void remove(Call call, Place place) {
        var effect = call.effect("DEL").arg(call.argv(), 1);
        call.changing(place).remove(place);
        effect.record();
    }
}
