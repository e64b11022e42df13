package io.kevy.rt.command.server;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.HelpReply;
import io.kevy.rt.command.Partition;
import io.kevy.store.Digest;

/** {@code DEBUG}: what tests need to see inside. Every shard is held meanwhile. */
final class DebugCommands {
    private static final int DIGEST_DIGITS = 40;
    private static final long SLEEP_MILLIS_MAX = 3_600_000;

    private DebugCommands() {}

    static void run(Call call) {
        var argv = call.argv();
        int argc = call.argc();
        if (argv.equalsIgnoreCase(1, "SLEEP") && argc == 3) {
            sleep(call);
        } else if (argv.equalsIgnoreCase(1, "DIGEST") && argc == 2) {
            writeDigest(call, 0, call.partitions().count());
        } else if (argv.equalsIgnoreCase(1, "DIGEST")
                && argc == 4
                && argv.equalsIgnoreCase(2, "SHARD")) {
            long shard = call.longArg(3);
            if (shard < 0 || shard >= call.partitions().count()) {
                throw new CommandException("ERR shard is out of range");
            }
            writeDigest(call, (int) shard, (int) shard + 1);
        } else if (argv.equalsIgnoreCase(1, "HELP") && argc == 2) {
            help(call);
        } else {
            throw new CommandException(
                    "ERR unknown subcommand or wrong number of arguments for '"
                            + argv.text(1) + "'. Try DEBUG HELP.");
        }
    }

    /** Sleeps for seconds, which may have a fraction; what is no number counts as 0. */
    private static void sleep(Call call) {
        double seconds;
        try {
            seconds = Double.parseDouble(call.argv().text(2));
        } catch (NumberFormatException e) {
            seconds = 0;
        }
        long millis = Math.clamp((long) (seconds * 1000), 0, SLEEP_MILLIS_MAX);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        call.reply().simple("OK");
    }

    /** Equal for equal content, however many shards it is on. */
    private static void writeDigest(Call call, int from, int to) {
        var sum = Digest.EMPTY;
        for (int i = from; i < to; i++) {
            sum = sum.plus(digest(call.partitions().get(i)));
        }
        String hex = sum.hex();
        call.reply().simple("0".repeat(DIGEST_DIGITS - hex.length()) + hex);
    }

    private static Digest digest(Partition partition) {
        var sum = Digest.EMPTY;
        for (int db = 0; db < partition.store().databases(); db++) {
            sum = sum.plus(partition.keyspace(db).digest());
        }
        return sum;
    }

    private static void help(Call call) {
        HelpReply.write(
                call,
                "debug",
                "DIGEST",
                "    Output a hex signature representing the current DB content.",
                "DIGEST SHARD <index>",
                "    Output the share of one shard in that signature.",
                "SLEEP <seconds>",
                "    Stop the server for <seconds>. Decimals allowed.");
    }
}
