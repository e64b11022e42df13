package io.kevy.rt.command.keys;

import io.kevy.resp.Argv;
import io.kevy.rt.command.CommandException;

/**
 * Where a SCAN goes on: a partition, and a cursor in its keyspace.
 *
 * <p>As text one unsigned 64-bit number, the partition above 48 bits of keyspace cursor; 0 is the
 * start and the end. Numbers we never gave out are some place, or the end.
 */
record ScanCursor(int partition, long position) {
    static final ScanCursor START = new ScanCursor(0, 0);

    private static final int POSITION_BITS = 48;
    private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;

    /** Reads argument 1 as C's {@code strtoul} would: sign, empty text, end at a zero byte. */
    static ScanCursor parse(Argv argv) {
        byte[] bytes = argv.bytes();
        int at = argv.offset(1);
        int end = at + argv.length(1);
        boolean negative = at < end && bytes[at] == '-';
        if (negative || (at < end && bytes[at] == '+')) {
            at++;
            if (at == end) {
                throw invalid();
            }
        }
        long number = 0;
        for (; at < end && bytes[at] != 0; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0
                    || digit > 9
                    || Long.compareUnsigned(number, Long.divideUnsigned(-1 - digit, 10)) > 0) {
                throw invalid();
            }
            number = number * 10 + digit;
        }
        number = negative ? -number : number;
        return new ScanCursor((int) (number >>> POSITION_BITS), number & POSITION_MASK);
    }

    private static CommandException invalid() {
        return new CommandException("ERR invalid cursor");
    }

    /** The start of the next partition. */
    ScanCursor nextPartition() {
        return new ScanCursor(partition + 1, 0);
    }

    ScanCursor at(long position) {
        return new ScanCursor(partition, position);
    }

    String text() {
        return Long.toUnsignedString((long) partition << POSITION_BITS | position);
    }
}
