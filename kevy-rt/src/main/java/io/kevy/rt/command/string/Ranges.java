package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;

/** Commands on parts of a value. */
final class Ranges {
    private Ranges() {}

    /** {@code APPEND key value} */
    static void append(Call call) {
        var place = StringValues.find(call, 1);
        int length = call.argv().length(2);
        if (place.exists()) {
            StringValues.checkLength(call, (long) place.stringLength() + length);
            length = call.changing(place).strings().append(place, call.slice(2));
        } else {
            StringValues.set(call, place, 2, Keyspace.NO_DEADLINE);
        }
        call.changed(); // even by nothing: those who watch the key count it as changed
        call.reply().integer(length);
    }

    /** {@code SETRANGE key offset value}: nothing written means nothing done. */
    static void setRange(Call call) {
        long from = call.longArg(2);
        if (from < 0) {
            throw new CommandException("ERR offset is out of range");
        }
        var place = StringValues.find(call, 1);
        int length = place.exists() ? place.stringLength() : 0;
        int written = call.argv().length(3);
        if (written > 0) {
            // An offset so big that the sum overflows is too big by itself.
            StringValues.checkLength(call, Math.max(from, from + written));
            length =
                    call.changing(place).strings()
                            .write(place, Math.toIntExact(from), call.slice(3));
            call.changed();
        }
        call.reply().integer(length);
    }

    /** {@code GETRANGE key start end}, {@code SUBSTR key start end}: both ends included. */
    static void getRange(Call call) {
        long start = call.longArg(2);
        long end = call.longArg(3);
        var place = StringValues.findToRead(call, 1);
        long length = place == null ? 0 : place.stringLength();
        boolean reversed = start < 0 && end < 0 && start > end;
        start = Math.max(start < 0 ? length + start : start, 0);
        end = Math.min(Math.max(end < 0 ? length + end : end, 0), length - 1);
        if (place == null || reversed || start > end) {
            call.reply().bulkReserve(0);
        } else {
            StringValues.reply(call.reply(), place, (int) start, (int) (end - start + 1));
        }
    }
}
