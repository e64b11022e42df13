package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;

/** Deadlines of keys. */
final class Expiries {
    private static final int ABSENT = -2;
    private static final int NO_DEADLINE = -1;

    private Expiries() {}

    /** {@code EXPIRE key seconds [NX | XX | GT | LT]} */
    static void expire(Call call) {
        expire(call, 1000, call.nowMillis());
    }

    /** {@code PEXPIRE key milliseconds [NX | XX | GT | LT]} */
    static void pexpire(Call call) {
        expire(call, 1, call.nowMillis());
    }

    /** {@code EXPIREAT key seconds [NX | XX | GT | LT]} */
    static void expireAt(Call call) {
        expire(call, 1000, 0);
    }

    /** {@code PEXPIREAT key milliseconds [NX | XX | GT | LT]} */
    static void pexpireAt(Call call) {
        expire(call, 1, 0);
    }

    /** The effect is a PEXPIREAT, or a DEL for a deadline in the past. */
    private static void expire(Call call, long unitMillis, long baseMillis) {
        var argv = call.argv();
        var options = ExpireOptions.parse(argv);
        long amount = call.longArg(2);
        if (amount > Long.MAX_VALUE / unitMillis
                || amount < Long.MIN_VALUE / unitMillis
                || amount * unitMillis > Long.MAX_VALUE - baseMillis) {
            throw CommandException.invalidExpireTime(call.command());
        }
        long deadline = amount * unitMillis + baseMillis;
        var place = call.lookup(1);
        if (!place.exists() || !options.allow(place.deadline(), deadline)) {
            call.reply().integer(0);
            return;
        }
        // On a replica the primary decides when a key goes, so there every deadline is stored.
        if (deadline <= call.nowMillis() && call.expiry() != Call.Expiry.IGNORE) {
            var effect = call.effect("DEL").arg(argv, 1);
            call.changing(place).remove(place);
            effect.record();
        } else {
            deadline = Math.max(deadline, 0);
            var effect = call.effect("PEXPIREAT").arg(argv, 1).arg(deadline);
            call.changing(place).expireAt(place, deadline);
            effect.record();
        }
        call.reply().integer(1);
    }

    /** {@code PERSIST key} */
    static void persist(Call call) {
        var place = call.lookup(1);
        boolean had = place.exists() && place.deadline() != Keyspace.NO_DEADLINE;
        if (had) {
            call.changing(place).persist(place);
            call.changed();
        }
        call.reply().integer(had ? 1 : 0);
    }

    /** {@code TTL key} */
    static void ttl(Call call) {
        remaining(call, call.nowMillis(), true);
    }

    /** {@code PTTL key} */
    static void pttl(Call call) {
        remaining(call, call.nowMillis(), false);
    }

    /** {@code EXPIRETIME key} */
    static void expireTime(Call call) {
        remaining(call, 0, true);
    }

    /** {@code PEXPIRETIME key} */
    static void pexpireTime(Call call) {
        remaining(call, 0, false);
    }

    private static void remaining(Call call, long sinceMillis, boolean inSeconds) {
        var place = call.lookupRead(1);
        if (place == null) {
            call.reply().integer(ABSENT);
            return;
        }
        long deadline = place.deadline();
        if (deadline == Keyspace.NO_DEADLINE) {
            call.reply().integer(NO_DEADLINE);
            return;
        }
        long millis = Math.max(deadline - sinceMillis, 0);
        call.reply().integer(inSeconds ? Long.divideUnsigned(millis + 500, 1000) : millis);
    }
}
