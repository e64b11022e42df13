package io.kevy.rt.command.server;

import static io.kevy.rt.command.Flag.ADMIN;
import static io.kevy.rt.command.Flag.ALLOW_BUSY;
import static io.kevy.rt.command.Flag.FAST;
import static io.kevy.rt.command.Flag.LOADING;
import static io.kevy.rt.command.Flag.NOSCRIPT;
import static io.kevy.rt.command.Flag.NO_MULTI;
import static io.kevy.rt.command.Flag.PROTECTED;
import static io.kevy.rt.command.Flag.SENTINEL;
import static io.kevy.rt.command.Flag.STALE;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Group;
import io.kevy.rt.command.Routing;
import java.util.List;

/** Commands about the server as a whole: their rows. */
public final class ServerFamily {
    private ServerFamily() {}

    /** The rows of the family. */
    public static List<Command> rows() {
        return List.of(
                Command.row("info")
                        .arity(-1)
                        .flags(LOADING, STALE, SENTINEL)
                        .acl(AclCategory.DANGEROUS)
                        .tips("nondeterministic_output", "request_policy:all_shards",
                                "response_policy:special")
                        .doc(Group.SERVER, "1.0.0")
                        .routing(Routing.EVERY_SHARD)
                        .handler(ServerCommands::info)
                        .build(),
                Command.row("time")
                        .arity(1)
                        .flags(LOADING, STALE, FAST)
                        .tips("nondeterministic_output")
                        .doc(Group.SERVER, "2.6.0")
                        .handler(ServerCommands::time)
                        .build(),
                Command.row("shutdown")
                        .arity(-1)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, SENTINEL, ALLOW_BUSY)
                        .doc(Group.SERVER, "1.0.0")
                        .handler(ServerCommands::shutdown)
                        .build(),
                Command.row("debug")
                        .arity(-2)
                        .flags(ADMIN, NOSCRIPT, LOADING, STALE, PROTECTED)
                        .doc(Group.SERVER, "1.0.0")
                        .routing(Routing.EVERY_SHARD)
                        .handler(DebugCommands::run)
                        .build(),
                command(),
                config());
    }

    private static Command command() {
        return Command.row("command")
                .arity(-1)
                .flags(LOADING, STALE, SENTINEL)
                .acl(AclCategory.CONNECTION)
                .tips("nondeterministic_output_order")
                .doc(Group.SERVER, "2.8.13")
                .handler(CommandCommands::all)
                .subcommands(
                        Command.row("count")
                                .arity(2)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.SERVER, "2.8.13")
                                .handler(CommandCommands::count),
                        Command.row("info")
                                .arity(-2)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("nondeterministic_output_order")
                                .doc(Group.SERVER, "2.8.13")
                                .handler(CommandCommands::info),
                        Command.row("docs")
                                .arity(-2)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("nondeterministic_output_order")
                                .doc(Group.SERVER, "7.0.0")
                                .handler(CommandCommands::docs),
                        Command.row("list")
                                .arity(-2)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("nondeterministic_output_order")
                                .doc(Group.SERVER, "7.0.0")
                                .handler(CommandCommands::list),
                        Command.row("getkeys")
                                .arity(-3)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.SERVER, "2.8.13")
                                .handler(CommandCommands::getKeys),
                        Command.row("getkeysandflags")
                                .arity(-3)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.SERVER, "7.0.0")
                                .handler(CommandCommands::getKeysAndFlags),
                        Command.row("help")
                                .arity(2)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.SERVER, "5.0.0")
                                .handler(CommandCommands::help))
                .build();
    }

    private static Command config() {
        return Command.row("config")
                .arity(-2)
                .doc(Group.SERVER, "2.0.0")
                .subcommands(
                        Command.row("get")
                                .arity(-3)
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .doc(Group.SERVER, "2.0.0")
                                .handler(ConfigCommands::get),
                        Command.row("set")
                                .arity(-4)
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc(Group.SERVER, "2.0.0")
                                .handler(ConfigCommands::set),
                        Command.row("resetstat")
                                .arity(2)
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc(Group.SERVER, "2.0.0")
                                .routing(Routing.EVERY_SHARD)
                                .handler(ConfigCommands::resetStat),
                        Command.row("rewrite")
                                .arity(2)
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc(Group.SERVER, "2.8.0")
                                .handler(ConfigCommands::rewrite),
                        Command.row("help")
                                .arity(2)
                                .flags(LOADING, STALE)
                                .doc(Group.SERVER, "5.0.0")
                                .handler(ConfigCommands::help))
                .build();
    }
}
