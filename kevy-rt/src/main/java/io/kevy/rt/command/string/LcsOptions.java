package io.kevy.rt.command.string;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;

/**
 * What follows the keys of LCS.
 *
 * @param length whether only the length is asked for
 * @param ranges whether the matching ranges are asked for
 * @param rangeBytesMin shorter ranges are left out
 * @param rangeLengths whether each range comes with its length
 */
record LcsOptions(boolean length, boolean ranges, long rangeBytesMin, boolean rangeLengths) {
    static LcsOptions parse(Call call) {
        var argv = call.argv();
        boolean length = false;
        boolean ranges = false;
        boolean rangeLengths = false;
        long rangeBytesMin = 0;
        for (int i = 3; i < argv.count(); i++) {
            if (argv.equalsIgnoreCase(i, "IDX")) {
                ranges = true;
            } else if (argv.equalsIgnoreCase(i, "LEN")) {
                length = true;
            } else if (argv.equalsIgnoreCase(i, "WITHMATCHLEN")) {
                rangeLengths = true;
            } else if (argv.equalsIgnoreCase(i, "MINMATCHLEN") && i + 1 < argv.count()) {
                rangeBytesMin = Math.max(call.longArg(++i), 0);
            } else {
                throw CommandException.syntax();
            }
        }
        if (ranges && length) {
            throw new CommandException(
                    "ERR If you want both the length and indexes, please just use IDX.");
        }
        return new LcsOptions(length, ranges, rangeBytesMin, rangeLengths);
    }
}
