package io.kevy.rt.command.connection;

import static io.kevy.rt.command.Flag.ADMIN;
import static io.kevy.rt.command.Flag.ALLOW_BUSY;
import static io.kevy.rt.command.Flag.FAST;
import static io.kevy.rt.command.Flag.LOADING;
import static io.kevy.rt.command.Flag.NOSCRIPT;
import static io.kevy.rt.command.Flag.NO_AUTH;
import static io.kevy.rt.command.Flag.SENTINEL;
import static io.kevy.rt.command.Flag.STALE;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Group;
import io.kevy.rt.command.Routing;
import java.util.List;

/** Commands about the connection itself: their rows. */
public final class ConnectionFamily {
    private ConnectionFamily() {}

    /** The rows of the family. */
    public static List<Command> rows() {
        return List.of(
                Command.row("ping")
                        .arity(-1)
                        .flags(FAST, SENTINEL)
                        .acl(AclCategory.CONNECTION)
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .doc(Group.CONNECTION, "1.0.0")
                        .handler(ConnectionCommands::ping)
                        .build(),
                Command.row("echo")
                        .arity(2)
                        .flags(LOADING, STALE, FAST)
                        .acl(AclCategory.CONNECTION)
                        .doc(Group.CONNECTION, "1.0.0")
                        .handler(ConnectionCommands::echo)
                        .build(),
                Command.row("hello")
                        .arity(-1)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, SENTINEL, ALLOW_BUSY)
                        .acl(AclCategory.CONNECTION)
                        .doc(Group.CONNECTION, "6.0.0")
                        .routing(Routing.CONNECTION)
                        .handler(Hello::run)
                        .build(),
                Command.row("auth")
                        .arity(-2)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, SENTINEL, ALLOW_BUSY)
                        .acl(AclCategory.CONNECTION)
                        .doc(Group.CONNECTION, "1.0.0")
                        .handler(ConnectionCommands::auth)
                        .build(),
                Command.row("select")
                        .arity(2)
                        .flags(LOADING, STALE, FAST)
                        .acl(AclCategory.CONNECTION)
                        .doc(Group.CONNECTION, "1.0.0")
                        .handler(ConnectionCommands::select)
                        .build(),
                Command.row("quit")
                        .arity(-1)
                        .flags(ALLOW_BUSY, NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
                        .acl(AclCategory.CONNECTION)
                        .doc(Group.CONNECTION, "1.0.0")
                        .unqueued()
                        .handler(ConnectionCommands::quit)
                        .build(),
                Command.row("reset")
                        .arity(1)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                        .acl(AclCategory.CONNECTION)
                        .doc(Group.CONNECTION, "6.2.0")
                        .routing(Routing.IN_PLACE)
                        .unqueued()
                        .handler(ConnectionCommands::reset)
                        .build(),
                inClusterOnly("readonly", FAST, LOADING, STALE),
                inClusterOnly("readwrite", FAST, LOADING, STALE),
                inClusterOnly("asking", FAST),
                client());
    }

    private static Command inClusterOnly(String name, Flag... flags) {
        return Command.row(name)
                .arity(1)
                .flags(flags)
                .acl(AclCategory.CONNECTION)
                .doc(Group.CLUSTER, "3.0.0")
                .handler(ConnectionCommands::inClusterOnly)
                .build();
    }

    private static Command client() {
        return Command.row("client")
                .arity(-2)
                .flags(SENTINEL)
                .doc(Group.CONNECTION, "2.4.0")
                .subcommands(
                        Command.row("id")
                                .arity(2)
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.CONNECTION, "5.0.0")
                                .handler(ClientCommands::id),
                        Command.row("info")
                                .arity(2)
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("nondeterministic_output")
                                .doc(Group.CONNECTION, "6.2.0")
                                .handler(ClientCommands::info),
                        Command.row("list")
                                .arity(-2)
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("nondeterministic_output")
                                .doc(Group.CONNECTION, "2.4.0")
                                .routing(Routing.EVERY_SHARD)
                                .handler(ClientCommands::list),
                        Command.row("getname")
                                .arity(2)
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.CONNECTION, "2.6.9")
                                .handler(ClientCommands::getName),
                        Command.row("setname")
                                .arity(3)
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc(Group.CONNECTION, "2.6.9")
                                .handler(ClientCommands::setName),
                        Command.row("setinfo")
                                .arity(4)
                                .flags(NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc(Group.CONNECTION, "7.2.0")
                                .handler(ClientCommands::setInfo),
                        Command.row("no-evict")
                                .arity(3)
                                .flags(ADMIN, NOSCRIPT, LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.CONNECTION, "7.0.0")
                                .handler(ClientCommands::onOff),
                        Command.row("no-touch")
                                .arity(3)
                                .flags(NOSCRIPT, LOADING, STALE)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.CONNECTION, "7.2.0")
                                .handler(ClientCommands::onOff),
                        Command.row("help")
                                .arity(2)
                                .flags(LOADING, STALE, SENTINEL)
                                .acl(AclCategory.CONNECTION)
                                .doc(Group.CONNECTION, "5.0.0")
                                .handler(ClientCommands::help))
                .build();
    }
}
