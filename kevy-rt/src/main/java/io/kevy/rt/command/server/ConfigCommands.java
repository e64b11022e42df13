package io.kevy.rt.command.server;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.Glob;
import io.kevy.rt.command.HelpReply;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The subcommands of {@code CONFIG}. */
final class ConfigCommands {
    private ConfigCommands() {}

    /** {@code CONFIG GET pattern [pattern ...]}. */
    static void get(Call call) {
        var found = new LinkedHashMap<String, String>();
        var config = call.host().config();
        for (int i = 2; i < call.argc(); i++) {
            find(config, text(call.argv(), i), found);
        }
        var reply = call.reply();
        reply.map(found.size());
        for (String name : found.values()) {
            reply.bulk(name);
            reply.bulk(String.valueOf(config.text(name)));
        }
    }

    /** Adds what a pattern names; a name without wild cards is shown as it was typed. */
    private static void find(Config config, String pattern, Map<String, String> found) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0 && pattern.indexOf('[') < 0) {
            if (config.text(pattern) != null) {
                found.putIfAbsent(pattern.toLowerCase(Locale.ROOT), pattern);
            }
            return;
        }
        byte[] glob = pattern.getBytes(StandardCharsets.UTF_8);
        for (String name : config.names()) {
            if (Glob.matchesIgnoreCase(glob, name.getBytes(StandardCharsets.UTF_8))) {
                found.putIfAbsent(name, name);
            }
        }
    }

    /** {@code CONFIG SET directive value [directive value ...]}: all of them or none. */
    static void set(Call call) {
        var argv = call.argv();
        if (call.argc() % 2 != 0) {
            throw CommandException.syntax();
        }
        var settings = new ArrayList<Config.Setting>();
        for (int i = 2; i < call.argc(); i += 2) {
            settings.add(new Config.Setting(text(argv, i), text(argv, i + 1)));
        }
        try {
            for (String name : call.host().config().set(settings)) {
                call.host().configChanged(name);
            }
        } catch (ConfigException e) {
            throw new CommandException("ERR " + e.text());
        }
        call.reply().simple("OK");
    }

    private static String text(Argv argv, int arg) {
        return new String(
                argv.bytes(), argv.offset(arg), argv.length(arg), StandardCharsets.UTF_8);
    }

    /** {@code CONFIG RESETSTAT}. */
    static void resetStat(Call call) {
        call.host().resetStatistics();
        call.reply().simple("OK");
    }

    /** {@code CONFIG REWRITE}. */
    static void rewrite(Call call) {
        if (call.host().config().file() == null) {
            throw new CommandException("ERR The server is running without a config file");
        }
        throw new CommandException(
                "ERR CONFIG REWRITE: writing the configuration file is not supported yet");
    }

    /** {@code CONFIG HELP}. */
    static void help(Call call) {
        HelpReply.write(
                call,
                "config",
                "GET <pattern>",
                "    Return parameters matching the glob-like <pattern> and their values.",
                "SET <directive> <value>",
                "    Set the configuration <directive> to <value>.",
                "RESETSTAT",
                "    Reset statistics reported by the INFO command.",
                "REWRITE",
                "    Rewrite the configuration file.");
    }
}
