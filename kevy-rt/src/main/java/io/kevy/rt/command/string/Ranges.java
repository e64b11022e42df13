package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;

/** Commands on parts of a value. */
final class Ranges {
    private Ranges() {}

    /** {@code APPEND key value} */
    static void append(Call call) {
        var argv = call.argv();
        var keyspace = call.keyspace(1);
        byte[] bytes = argv.bytes();
        int added = argv.length(2);
        long record = StringValues.find(call, 1);
        int length = added;
        if (record == Keyspace.NONE) {
            call.changing(1).setString(
                    bytes,
                    argv.offset(1),
                    argv.length(1),
                    bytes,
                    argv.offset(2),
                    added,
                    Keyspace.NO_DEADLINE);
            call.changed();
        } else {
            length = keyspace.stringLength(record);
            StringValues.checkLength(call, (long) length + added);
            length =
                    call.changing(1).append(
                            bytes,
                            argv.offset(1),
                            argv.length(1),
                            bytes,
                            argv.offset(2),
                            added);
            call.changed(); // even by nothing: those who watch the key count it as changed
        }
        call.reply().integer(length);
    }

    /** {@code SETRANGE key offset value}: nothing written means nothing done. */
    static void setRange(Call call) {
        var argv = call.argv();
        long from = call.longArg(2);
        if (from < 0) {
            throw new CommandException("ERR offset is out of range");
        }
        var keyspace = call.keyspace(1);
        long record = StringValues.find(call, 1);
        int length = record == Keyspace.NONE ? 0 : keyspace.stringLength(record);
        int written = argv.length(3);
        if (written > 0) {
            // An offset so big that the sum overflows is too big by itself.
            StringValues.checkLength(call, Math.max(from, from + written));
            length =
                    call.changing(1).setRange(
                            argv.bytes(),
                            argv.offset(1),
                            argv.length(1),
                            Math.toIntExact(from),
                            argv.bytes(),
                            argv.offset(3),
                            written);
            call.changed();
        }
        call.reply().integer(length);
    }

    /** {@code GETRANGE key start end}, {@code SUBSTR key start end}: both ends included. */
    static void getRange(Call call) {
        long start = call.longArg(2);
        long end = call.longArg(3);
        var keyspace = call.keyspace(1);
        long record = StringValues.findToRead(call, 1);
        long length = record == Keyspace.NONE ? 0 : keyspace.stringLength(record);
        boolean reversed = start < 0 && end < 0 && start > end;
        start = Math.max(start < 0 ? length + start : start, 0);
        end = Math.min(Math.max(end < 0 ? length + end : end, 0), length - 1);
        if (reversed || start > end) {
            call.reply().bulkReserve(0);
        } else {
            StringValues.reply(
                    call.reply(), keyspace, record, (int) start, (int) (end - start + 1));
        }
    }
}
