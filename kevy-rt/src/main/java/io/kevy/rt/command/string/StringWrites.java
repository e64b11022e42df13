package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.Draft;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;

/** Commands that give keys whole new values. */
final class StringWrites {
    private static final byte[] OK = {'O', 'K'};

    private StringWrites() {}

    /**
     * {@code SET key value [NX | XX] [GET] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL]}; the effect
     * has no condition and an absolute deadline, and is a DEL when that has passed.
     */
    static void set(Call call) {
        // The two forms that carry most of the traffic make no options object.
        int argc = call.argc();
        var form = argc == 5 ? ExpireForm.of(call.argv(), 3) : null;
        if (argc == 3) {
            StringValues.set(call, call.lookup(1), 2, Keyspace.NO_DEADLINE);
            call.changed();
            call.reply().simple(OK);
        } else if (form != null) {
            long deadline = form.deadline(call, 4);
            putUntil(call, call.lookup(1), 2, deadline);
            call.reply().simple(OK);
        } else {
            setWithOptions(call, SetOptions.parse(call.argv()));
        }
    }

    private static void setWithOptions(Call call, SetOptions options) {
        var reply = call.reply();
        long deadline = options.deadline(call);
        var place = call.lookup(1);
        if (options.get()) {
            StringValues.reply(reply, StringValues.findToRead(call, 1));
        }
        if (!options.condition().holds(place.exists())) {
            if (!options.get()) {
                reply.nullBulk();
            }
            return;
        }
        if (options.keepTtl()) {
            var effect = effectOfSet(call, 2).arg("KEEPTTL");
            StringValues.set(call, place, 2, StringValues.deadline(place));
            effect.record();
        } else if (deadline != Keyspace.NO_DEADLINE) {
            putUntil(call, place, 2, deadline);
        } else {
            var effect = effectOfSet(call, 2);
            StringValues.set(call, place, 2, Keyspace.NO_DEADLINE);
            effect.record();
        }
        if (!options.get()) {
            reply.simple(OK);
        }
    }

    /** {@code SETNX key value} */
    static void setNx(Call call) {
        var place = call.lookup(1);
        if (place.exists()) {
            call.reply().integer(0);
            return;
        }
        StringValues.set(call, place, 2, Keyspace.NO_DEADLINE);
        call.changed();
        call.reply().integer(1);
    }

    /** {@code SETEX key seconds value} */
    static void setEx(Call call) {
        putUntil(call, call.lookup(1), 3, ExpireForm.EX.deadline(call, 2));
        call.reply().simple(OK);
    }

    /** {@code PSETEX key milliseconds value} */
    static void psetEx(Call call) {
        putUntil(call, call.lookup(1), 3, ExpireForm.PX.deadline(call, 2));
        call.reply().simple(OK);
    }

    /** {@code GETSET key value}; the effect is a SET. */
    static void getSet(Call call) {
        var place = call.lookup(1);
        StringValues.reply(call.reply(), StringValues.findToRead(call, 1));
        var effect = effectOfSet(call, 2);
        StringValues.set(call, place, 2, Keyspace.NO_DEADLINE);
        effect.record();
    }

    /** {@code MSET key value [key value ...]} */
    static void mset(Call call) {
        putPairs(call);
        call.reply().simple(OK);
    }

    /** {@code MSETNX key value [key value ...]} */
    static void msetNx(Call call) {
        checkPairs(call);
        for (int i = 1; i < call.argc(); i += 2) {
            if (call.lookup(i).exists()) {
                call.reply().integer(0);
                return;
            }
        }
        putPairs(call);
        call.reply().integer(1);
    }

    private static void putPairs(Call call) {
        checkPairs(call);
        for (int i = 1; i < call.argc(); i += 2) {
            StringValues.set(call, call.lookup(i), i + 1, Keyspace.NO_DEADLINE);
        }
        call.changed();
    }

    private static void checkPairs(Call call) {
        if (call.argc() % 2 == 0) {
            throw CommandException.wrongArity(call.command().fullName());
        }
    }

    /** Puts a value that goes away at {@code deadline}, or removes the key if that is now. */
    private static void putUntil(Call call, Place place, int valueArg, long deadline) {
        if (!ExpireForm.isPast(call, deadline)) {
            var effect = effectOfSet(call, valueArg).arg("PXAT").arg(deadline);
            StringValues.set(call, place, valueArg, deadline);
            effect.record();
            return;
        }
        var effect = call.effect("DEL").arg(call.argv(), 1);
        if (call.changing(place).remove(place)) {
            effect.record();
        }
    }

    private static Draft effectOfSet(Call call, int valueArg) {
        return call.effect("SET").arg(call.argv(), 1).arg(call.argv(), valueArg);
    }
}
