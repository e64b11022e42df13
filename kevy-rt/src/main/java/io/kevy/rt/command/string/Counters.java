package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;
import java.nio.charset.StandardCharsets;

/** Commands that take a value for a number and add to it. */
final class Counters {
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
        var argv = call.argv();
        var keyspace = call.keyspace(1);
        long record = StringValues.find(call, 1);
        long before = 0;
        if (record != Keyspace.NONE) {
            if (!keyspace.isInteger(record)) {
                throw CommandException.notAnInteger();
            }
            before = keyspace.integer(record);
        }
        long after = before + amount;
        if (((before ^ after) & (amount ^ after)) < 0) {
            throw new CommandException("ERR increment or decrement would overflow");
        }
        long deadline = StringValues.deadline(keyspace, record);
        call.changing(1)
                .setInteger(argv.bytes(), argv.offset(1), argv.length(1), after, deadline);
        call.changed();
        call.reply().integer(after);
    }

    /** {@code INCRBYFLOAT key increment}; the effect sets the sum, so that nobody adds again. */
    static void incrByFloat(Call call) {
        var argv = call.argv();
        var keyspace = call.keyspace(1);
        long record = StringValues.find(call, 1);
        var before = ExtendedFloat.ZERO;
        if (record != Keyspace.NONE) {
            byte[] value = StringValues.copy(keyspace, record);
            before = ExtendedFloat.parse(value, 0, value.length);
        }
        var amount = ExtendedFloat.parse(argv.bytes(), argv.offset(2), argv.length(2));
        if (before == null || amount == null) {
            throw CommandException.notAFloat();
        }
        var after = before.plus(amount);
        if (!after.isFinite()) {
            throw new CommandException("ERR increment would produce NaN or Infinity");
        }
        byte[] text = after.text().getBytes(StandardCharsets.US_ASCII);
        long deadline = StringValues.deadline(keyspace, record);
        call.reserve(text.length);
        var effect = call.effect("SET").arg(argv, 1).arg(text).arg("KEEPTTL");
        call.reply().bulk(text);
        call.changing(1).setString(
                argv.bytes(),
                argv.offset(1),
                argv.length(1),
                text,
                0,
                text.length,
                deadline);
        effect.record();
    }
}
