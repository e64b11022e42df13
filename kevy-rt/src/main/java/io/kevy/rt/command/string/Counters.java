package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Slice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Commands that take a value for a number and add to it. */
final class Counters {
    /** Redis reads numbers with a fraction of up to this length. */
    private static final int NUMBER_BYTES_MAX = 5 * 1024;

    private Counters() {}

    /** {@code INCR key} */
    static void incr(Call call) {
        add(call, 1);
    }

    /** {@code DECR key} */
    static void decr(Call call) {
        add(call, -1);
    }

    /** {@code INCRBY key increment} */
    static void incrBy(Call call) {
        add(call, call.longArg(2));
    }

    /** {@code DECRBY key decrement} */
    static void decrBy(Call call) {
        long decrement = call.longArg(2);
        if (decrement == Long.MIN_VALUE) {
            throw new CommandException("ERR decrement would overflow");
        }
        add(call, -decrement);
    }

    private static void add(Call call, long amount) {
        var place = StringValues.find(call, 1);
        long before = 0;
        if (place.exists()) {
            if (!place.isInteger()) {
                throw CommandException.notAnInteger();
            }
            before = place.integer();
        }
        long after = before + amount;
        if (((before ^ after) & (amount ^ after)) < 0) {
            throw new CommandException("ERR increment or decrement would overflow");
        }
        long deadline = StringValues.deadline(place);
        call.changing(place).strings().setInteger(place, after, deadline);
        call.changed();
        call.reply().integer(after);
    }

    /** {@code INCRBYFLOAT key increment}; the effect sets the sum, so that nobody adds again. */
    static void incrByFloat(Call call) {
        var argv = call.argv();
        var place = StringValues.find(call, 1);
        var before = ExtendedFloat.ZERO;
        if (place.exists()) {
            before = place.stringLength() > NUMBER_BYTES_MAX ? null : parsed(place.string());
        }
        var amount = argv.length(2) > NUMBER_BYTES_MAX ? null : parsed(argv.copy(2));
        if (before == null || amount == null) {
            throw CommandException.notAFloat();
        }
        var after = before.plus(amount);
        if (!after.isFinite()) {
            throw new CommandException("ERR increment would produce NaN or Infinity");
        }
        byte[] text = after.text().getBytes(StandardCharsets.US_ASCII);
        long deadline = StringValues.deadline(place);
        call.reserve(text.length);
        var effect = call.effect("SET").arg(argv, 1).arg(text).arg("KEEPTTL");
        call.reply().bulk(text);
        call.changing(place).strings().set(place, Slice.of(text), deadline);
        effect.record();
    }

    private static @Nullable ExtendedFloat parsed(byte[] text) {
        return ExtendedFloat.parse(text, 0, text.length);
    }
}
