package io.kevy.rt.command.server;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.KeySpec;
import java.util.ArrayList;
import java.util.List;

/** One row of the command table as {@code COMMAND INFO} shows it. */
final class CommandRow {
    private CommandRow() {}

    /** Writes the row: name, arity, flags, key range, categories, tips, key specs, subcommands. */
    static void write(Command command, ReplyWriter reply) {
        reply.array(10);
        reply.bulk(command.fullName());
        reply.integer(command.arity());
        writeFlags(command, reply);
        reply.integer(command.firstKey());
        reply.integer(command.lastKey());
        reply.integer(command.keyStep());
        writeCategories(command, reply);
        reply.set(command.tips().size());
        for (String tip : command.tips()) {
            reply.bulk(tip);
        }
        reply.set(command.keySpecs().size());
        for (KeySpec spec : command.keySpecs()) {
            writeKeySpec(spec, reply);
        }
        writeSubcommands(command.subcommands(), reply);
    }

    private static void writeFlags(Command command, ReplyWriter reply) {
        var flags = new ArrayList<Flag>();
        for (Flag flag : Flag.values()) {
            if (command.is(flag) && flag != Flag.PROTECTED && flag != Flag.SENTINEL) {
                flags.add(flag);
            }
        }
        reply.set(flags.size());
        for (Flag flag : flags) {
            reply.simple(flag.redisName());
        }
    }

    private static void writeCategories(Command command, ReplyWriter reply) {
        var categories = new ArrayList<AclCategory>();
        for (AclCategory category : AclCategory.values()) {
            if (isIn(command, category)) {
                categories.add(category);
            }
        }
        reply.set(categories.size());
        for (AclCategory category : categories) {
            reply.simple(category.redisName());
        }
    }

    /** Whether the command is in a category, by its row or because its flags imply it. */
    static boolean isIn(Command command, AclCategory category) {
        return command.is(category)
                || switch (category) {
                    case WRITE -> command.is(Flag.WRITE);
                    case READ -> command.is(Flag.READONLY);
                    case ADMIN, DANGEROUS -> command.is(Flag.ADMIN);
                    case PUBSUB -> command.is(Flag.PUBSUB);
                    case FAST -> command.is(Flag.FAST);
                    case SLOW -> !command.is(Flag.FAST);
                    case BLOCKING -> command.is(Flag.BLOCKING);
                    case KEYSPACE, SET, SORTEDSET, LIST, HASH, STRING, BITMAP, HYPERLOGLOG, GEO,
                            STREAM, CONNECTION, TRANSACTION, SCRIPTING ->
                        false;
                };
    }

    private static void writeKeySpec(KeySpec spec, ReplyWriter reply) {
        reply.map(3);
        reply.bulk("flags");
        reply.set(spec.flags().size());
        for (KeySpec.Access access : spec.flags()) {
            reply.simple(access.redisName());
        }
        reply.bulk("begin_search");
        writeBegin(spec.begin(), reply);
        reply.bulk("find_keys");
        writeFind(spec.find(), reply);
    }

    private static void writeBegin(KeySpec.Begin begin, ReplyWriter reply) {
        switch (begin) {
            case KeySpec.Begin.Index index -> {
                writeType("index", 1, reply);
                writeField("index", index.index(), reply);
            }
            case KeySpec.Begin.Keyword keyword -> {
                writeType("keyword", 2, reply);
                reply.bulk("keyword");
                reply.bulk(keyword.word());
                writeField("startfrom", keyword.from(), reply);
            }
            case KeySpec.Begin.Unknown told -> writeType("unknown", 0, reply);
        }
    }

    private static void writeFind(KeySpec.Find find, ReplyWriter reply) {
        switch (find) {
            case KeySpec.Find.Range range -> {
                writeType("range", 3, reply);
                writeField("lastkey", range.last(), reply);
                writeField("keystep", range.step(), reply);
                writeField("limit", range.limit(), reply);
            }
            case KeySpec.Find.KeyNum counted -> {
                writeType("keynum", 3, reply);
                writeField("keynumidx", counted.count(), reply);
                writeField("firstkey", counted.first(), reply);
                writeField("keystep", counted.step(), reply);
            }
            case KeySpec.Find.Unknown none -> writeType("unknown", 0, reply);
        }
    }

    private static void writeType(String type, int fields, ReplyWriter reply) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(fields);
    }

    private static void writeField(String name, int value, ReplyWriter reply) {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void writeSubcommands(List<Command> subcommands, ReplyWriter reply) {
        if (subcommands.isEmpty()) {
            reply.set(0);
            return;
        }
        reply.array(subcommands.size());
        for (Command subcommand : subcommands) {
            write(subcommand, reply);
        }
    }
}
