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
        reply.map(2);
        reply.bulk("type");
        reply.bulk("index");
        reply.bulk("spec");
        reply.map(1);
        reply.bulk("index");
        reply.integer(spec.first());
        reply.bulk("find_keys");
        reply.map(2);
        reply.bulk("type");
        reply.bulk("range");
        reply.bulk("spec");
        reply.map(3);
        reply.bulk("lastkey");
        reply.integer(spec.last());
        reply.bulk("keystep");
        reply.integer(spec.step());
        reply.bulk("limit");
        reply.integer(0);
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
