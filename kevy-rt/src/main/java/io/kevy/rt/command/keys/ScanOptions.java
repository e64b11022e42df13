package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;

/**
 * What follows the cursor of SCAN.
 *
 * @param patternArg index of the argument with the pattern, 0 for none
 * @param typeArg index of the argument with the type's name, 0 for none
 * @param count about so many keys are looked at, at least 1
 */
record ScanOptions(int patternArg, int typeArg, long count) {
    private static final int COUNT_DEFAULT = 10;

    static ScanOptions parse(Call call) {
        var argv = call.argv();
        int patternArg = 0;
        int typeArg = 0;
        long count = COUNT_DEFAULT;
        for (int i = 2; i < argv.count(); i += 2) {
            boolean followed = i + 1 < argv.count();
            if (followed && argv.equalsIgnoreCase(i, "COUNT")) {
                count = call.longArg(i + 1);
                if (count < 1) {
                    throw CommandException.syntax();
                }
            } else if (followed && argv.equalsIgnoreCase(i, "MATCH")) {
                patternArg = i + 1;
            } else if (followed && argv.equalsIgnoreCase(i, "TYPE")) {
                typeArg = i + 1;
            } else {
                throw CommandException.syntax();
            }
        }
        return new ScanOptions(patternArg, typeArg, count);
    }
}
