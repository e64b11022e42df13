package io.kevy.rt.command.string;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import org.jspecify.annotations.Nullable;

/** The four ways in which SET and GETEX are told a deadline. */
enum ExpireForm {
    EX(1000, true),
    PX(1, true),
    EXAT(1000, false),
    PXAT(1, false);

    private final long unitMillis;
    private final boolean relative;

    ExpireForm(long unitMillis, boolean relative) {
        this.unitMillis = unitMillis;
        this.relative = relative;
    }

    /** The form that argument {@code i} names, or null. */
    static @Nullable ExpireForm of(Argv argv, int i) {
        if (argv.equalsIgnoreCase(i, "EX")) {
            return EX;
        } else if (argv.equalsIgnoreCase(i, "PX")) {
            return PX;
        } else if (argv.equalsIgnoreCase(i, "EXAT")) {
            return EXAT;
        } else if (argv.equalsIgnoreCase(i, "PXAT")) {
            return PXAT;
        }
        return null;
    }

    /** The deadline that argument {@code arg} means in this form, in Unix milliseconds, above 0. */
    long deadline(Call call, int arg) {
        long amount = call.longArg(arg);
        if (amount <= 0 || amount > Long.MAX_VALUE / unitMillis) {
            throw CommandException.invalidExpireTime(call.command());
        }
        long deadline = amount * unitMillis + (relative ? call.nowMillis() : 0);
        if (deadline <= 0) {
            throw CommandException.invalidExpireTime(call.command());
        }
        return deadline;
    }

    /**
     * Whether a key given this deadline is gone at once. Never so for a primary's frame: there the
     * primary decides when the key goes.
     */
    static boolean isPast(Call call, long deadline) {
        return deadline <= call.nowMillis() && call.expiry() != Call.Expiry.IGNORE;
    }
}
