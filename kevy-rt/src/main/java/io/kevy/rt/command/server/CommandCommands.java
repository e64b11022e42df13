package io.kevy.rt.command.server;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Glob;
import io.kevy.rt.command.HelpReply;
import io.kevy.rt.command.KeySpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code COMMAND} and its subcommands: the command table as clients see it. */
final class CommandCommands {
    private CommandCommands() {}

    /** {@code COMMAND}. */
    static void all(Call call) {
        var commands = call.host().commands().commands();
        call.reply().array(commands.size());
        for (Command command : commands) {
            CommandRow.write(command, call.reply());
        }
    }

    /** {@code COMMAND COUNT}. */
    static void count(Call call) {
        call.reply().integer(call.host().commands().commands().size());
    }

    /** {@code COMMAND INFO [name ...]}. */
    static void info(Call call) {
        if (call.argc() == 2) {
            all(call);
            return;
        }
        call.reply().array(call.argc() - 2);
        for (int i = 2; i < call.argc(); i++) {
            var command = find(call.host().commands(), call.argv(), i);
            if (command == null) {
                call.reply().nullBulk();
            } else {
                CommandRow.write(command, call.reply());
            }
        }
    }

    /** {@code COMMAND DOCS [name ...]}. */
    static void docs(Call call) {
        List<Command> shown = call.host().commands().commands();
        if (call.argc() > 2) {
            shown = new ArrayList<>();
            for (int i = 2; i < call.argc(); i++) {
                var command = find(call.host().commands(), call.argv(), i);
                if (command != null && !shown.contains(command)) {
                    shown.add(command);
                }
            }
        }
        writeDocs(shown, call.reply());
    }

    private static void writeDocs(List<Command> commands, ReplyWriter reply) {
        reply.map(commands.size());
        for (Command command : commands) {
            var subcommands = command.subcommands();
            reply.bulk(command.fullName());
            reply.map(subcommands.isEmpty() ? 2 : 3);
            reply.bulk("since");
            reply.bulk(command.since());
            reply.bulk("group");
            reply.bulk(command.group().redisName());
            if (!subcommands.isEmpty()) {
                reply.bulk("subcommands");
                writeDocs(subcommands, reply);
            }
        }
    }

    /** {@code COMMAND LIST [FILTERBY MODULE name | ACLCAT category | PATTERN pattern]}. */
    static void list(Call call) {
        var wanted = filter(call);
        var names = new ArrayList<String>();
        for (Command command : call.host().commands().commands()) {
            addName(command, wanted, names);
            for (Command subcommand : command.subcommands()) {
                addName(subcommand, wanted, names);
            }
        }
        call.reply().array(names.size());
        for (String name : names) {
            call.reply().bulk(name);
        }
    }

    private static void addName(Command command, Predicate<Command> wanted, List<String> names) {
        if (wanted.test(command)) {
            names.add(command.fullName());
        }
    }

    private static Predicate<Command> filter(Call call) {
        var argv = call.argv();
        if (call.argc() == 2) {
            return command -> true;
        }
        if (call.argc() != 5 || !argv.equalsIgnoreCase(2, "FILTERBY")) {
            throw CommandException.syntax();
        }
        if (argv.equalsIgnoreCase(3, "MODULE")) {
            return command -> false;
        }
        if (argv.equalsIgnoreCase(3, "PATTERN")) {
            byte[] pattern = argv.copy(4);
            return command -> Glob.matchesIgnoreCase(
                    pattern, command.fullName().getBytes(StandardCharsets.US_ASCII));
        }
        if (argv.equalsIgnoreCase(3, "ACLCAT")) {
            var category = category("@" + argv.text(4));
            return command -> category != null && CommandRow.isIn(command, category);
        }
        throw CommandException.syntax();
    }

    private static @Nullable AclCategory category(String name) {
        for (AclCategory category : AclCategory.values()) {
            if (category.redisName().equalsIgnoreCase(name)) {
                return category;
            }
        }
        return null;
    }

    /** {@code COMMAND GETKEYS command [argument ...]}. */
    static void getKeys(Call call) {
        writeKeys(call, false);
    }

    /** {@code COMMAND GETKEYSANDFLAGS command [argument ...]}. */
    static void getKeysAndFlags(Call call) {
        writeKeys(call, true);
    }

    private static void writeKeys(Call call, boolean withFlags) {
        var command = describedCommand(call);
        var request = describedRequest(call.argv());
        int keys = keyCount(command, request);
        if (keys == 0 && !command.is(Flag.NO_MANDATORY_KEYS)) {
            throw new CommandException("ERR Invalid arguments specified for command");
        }
        var reply = call.reply();
        reply.array(keys);
        for (int s = 0; s < command.keys().size() && keys > 0; s++) {
            var spec = command.keys().get(s);
            int first = spec.firstArg(request);
            int last = spec.lastArg(request, first);
            for (int i = first; i <= last; i += spec.step()) {
                if (withFlags) {
                    reply.array(2);
                }
                reply.bulk(request.memory(i), request.offset(i), request.length(i));
                if (withFlags) {
                    writeAccess(command.access(spec, request), reply);
                }
            }
        }
    }

    /** Keys of a request, none at all when it gives a number of keys that cannot be. */
    private static int keyCount(Command command, Argv request) {
        int keys = 0;
        for (KeySpec spec : command.keys()) {
            if (!spec.isSound(request)) {
                return 0;
            }
            int first = spec.firstArg(request);
            int last = spec.lastArg(request, first);
            if (first <= last) {
                keys += (last - first) / spec.step() + 1;
            }
        }
        return keys;
    }

    /** The command described by the arguments from 2 on, which must fit and have keys. */
    private static Command describedCommand(Call call) {
        var argv = call.argv();
        Command command = call.host().commands().find(argv.bytes(), argv.offset(2), argv.length(2));
        if (command != null && !command.subcommands().isEmpty() && call.argc() > 3) {
            command = subcommand(command, argv.text(3));
        }
        if (command == null) {
            throw new CommandException("ERR Invalid command specified");
        }
        if (!command.hasKeys()) {
            throw new CommandException("ERR The command has no key arguments");
        }
        if (!command.accepts(call.argc() - 2)) {
            throw new CommandException("ERR Invalid number of arguments specified for command");
        }
        return command;
    }

    /** The arguments from 2 on. */
    private static Argv describedRequest(Argv argv) {
        var request = new Argv();
        request.clear(argv.bytes());
        for (int i = 2; i < argv.count(); i++) {
            request.add(argv.offset(i), argv.length(i));
        }
        return request;
    }

    private static void writeAccess(List<KeySpec.Access> accesses, ReplyWriter reply) {
        reply.set(accesses.size());
        for (KeySpec.Access access : accesses) {
            reply.simple(access.redisName());
        }
    }

    /** The command named by an argument, {@code config|get} included; null if there is none. */
    private static @Nullable Command find(CommandTable table, Argv argv, int arg) {
        int offset = argv.offset(arg);
        String name = argv.text(arg);
        int bar = name.indexOf('|');
        if (bar < 0) {
            return table.find(argv.bytes(), offset, name.length());
        }
        var container = table.find(argv.bytes(), offset, bar);
        return container == null ? null : subcommand(container, name.substring(bar + 1));
    }

    private static @Nullable Command subcommand(Command container, String name) {
        for (Command subcommand : container.subcommands()) {
            if (subcommand.name().equalsIgnoreCase(name)) {
                return subcommand;
            }
        }
        return null;
    }

    /** {@code COMMAND HELP}. */
    static void help(Call call) {
        HelpReply.write(
                call,
                "command",
                "(no subcommand)",
                "    Return details about all Redis commands.",
                "COUNT",
                "    Return the total number of commands in this Redis server.",
                "LIST",
                "    Return a list of all commands in this Redis server.",
                "INFO [<command-name> ...]",
                "    Return details about multiple Redis commands.",
                "    If no command names are given, documentation details for all",
                "    commands are returned.",
                "DOCS [<command-name> ...]",
                "    Return documentation details about multiple Redis commands.",
                "    If no command names are given, documentation details for all",
                "    commands are returned.",
                "GETKEYS <full-command>",
                "    Return the keys from a full Redis command.",
                "GETKEYSANDFLAGS <full-command>",
                "    Return the keys and the access flags from a full Redis command.");
    }
}
