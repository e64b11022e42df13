package io.kevy.rt.command.string;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Place;
import io.kevy.store.ValueType;
import org.jspecify.annotations.Nullable;

/** The longest common subsequence of two values. */
final class Lcs {
    private Lcs() {}

    /** {@code LCS key1 key2 [LEN] [IDX] [MINMATCHLEN length] [WITHMATCHLEN]} */
    static void lcs(Call call) {
        var first = value(call, 1);
        var second = value(call, 2);
        var options = LcsOptions.parse(call);
        // Redis takes four bytes for each pair of positions; we take far less and refuse the same.
        long tableBytes = 4 * (length(first) + 1L) * (length(second) + 1L);
        if (tableBytes > call.host().config().protoMaxBulkBytes()) {
            throw new CommandException(
                    "ERR Insufficient memory, transient memory for LCS exceeds"
                            + " proto-max-bulk-len");
        }
        byte[] a = first == null ? new byte[0] : first.string();
        byte[] b = second == null ? new byte[0] : second.string();
        var table = LcsTable.of(a, b, !options.length());
        if (options.length()) {
            call.reply().integer(table.length());
        } else if (options.ranges()) {
            replyRanges(call.reply(), table, options);
        } else {
            call.reply().bulk(table.subsequence());
        }
    }

    /** Where the string of a key is, null for an absent key. */
    private static @Nullable Place value(Call call, int keyArg) {
        var place = call.lookupRead(keyArg);
        if (place != null && place.type() != ValueType.STRING) {
            throw new CommandException("ERR The specified keys must contain string values");
        }
        return place;
    }

    private static int length(@Nullable Place place) {
        return place == null ? 0 : place.stringLength();
    }

    private static void replyRanges(ReplyWriter reply, LcsTable table, LcsOptions options) {
        int[] ranges = table.ranges();
        int shown = 0;
        for (int r = 0; r < ranges.length; r += 4) {
            if (bytes(ranges, r) >= options.rangeBytesMin()) {
                shown++;
            }
        }
        reply.map(2);
        reply.bulk("matches");
        reply.array(shown);
        for (int r = 0; r < ranges.length; r += 4) {
            if (bytes(ranges, r) >= options.rangeBytesMin()) {
                reply.array(options.rangeLengths() ? 3 : 2);
                replyPair(reply, ranges[r], ranges[r + 1]);
                replyPair(reply, ranges[r + 2], ranges[r + 3]);
                if (options.rangeLengths()) {
                    reply.integer(bytes(ranges, r));
                }
            }
        }
        reply.bulk("len");
        reply.integer(table.length());
    }

    private static int bytes(int[] ranges, int r) {
        return ranges[r + 1] - ranges[r] + 1;
    }

    private static void replyPair(ReplyWriter reply, int first, int last) {
        reply.array(2);
        reply.integer(first);
        reply.integer(last);
    }
}
