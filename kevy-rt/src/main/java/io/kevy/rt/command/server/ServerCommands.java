package io.kevy.rt.command.server;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;

/** INFO, TIME, SHUTDOWN. */
final class ServerCommands {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private ServerCommands() {}

    /** {@code INFO [section ...]}. */
    static void info(Call call) {
        var sections = new ArrayList<String>();
        for (int i = 1; i < call.argc(); i++) {
            sections.add(call.argv().text(i).toLowerCase(Locale.ROOT));
        }
        var text = call.host().info(sections);
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code TIME}: the clock's, not the turn's, for which a millisecond is the least. */
    static void time(Call call) {
        long micros = call.host().clock().unixMicros();
        var reply = call.reply();
        reply.array(2);
        reply.bulkLong(micros / MICROS_PER_SECOND);
        reply.bulkLong(micros % MICROS_PER_SECOND);
    }

    /** {@code SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]}; no reply when it succeeds. */
    static void shutdown(Call call) {
        boolean save = false;
        boolean noSave = false;
        boolean abort = false;
        boolean other = false;
        var argv = call.argv();
        for (int i = 1; i < call.argc(); i++) {
            if (argv.equalsIgnoreCase(i, "SAVE")) {
                save = true;
            } else if (argv.equalsIgnoreCase(i, "NOSAVE")) {
                noSave = true;
            } else if (argv.equalsIgnoreCase(i, "ABORT")) {
                abort = true;
            } else if (argv.equalsIgnoreCase(i, "NOW") || argv.equalsIgnoreCase(i, "FORCE")) {
                other = true;
            } else {
                throw CommandException.syntax();
            }
        }
        if ((save && noSave) || (abort && (save || noSave || other))) {
            throw CommandException.syntax();
        }
        if (abort) {
            throw new CommandException("ERR No shutdown in progress.");
        }
        if (save) {
            throw new CommandException("ERR SHUTDOWN SAVE: saving to disk is not supported yet");
        }
        call.session().closeAfterReply();
        call.host().shutdown();
    }
}
