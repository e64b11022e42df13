package io.kevy.rt.command.replication;

import static io.kevy.rt.command.Flag.ADMIN;
import static io.kevy.rt.command.Flag.BLOCKING;
import static io.kevy.rt.command.Flag.FAST;
import static io.kevy.rt.command.Flag.LOADING;
import static io.kevy.rt.command.Flag.NOSCRIPT;
import static io.kevy.rt.command.Flag.NO_ASYNC_LOADING;
import static io.kevy.rt.command.Flag.SENTINEL;
import static io.kevy.rt.command.Flag.STALE;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Group;
import io.kevy.rt.command.Routing;
import java.util.List;

/** Commands that choose the primary and ask for the state of replication: their rows. */
public final class ReplicationFamily {
    private ReplicationFamily() {}

    /** The rows of the family. */
    public static List<Command> rows() {
        return List.of(
                Command.row("replicaof")
                        .arity(3)
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                        .doc(Group.SERVER, "5.0.0")
                        .handler(ReplicationCommands::follow)
                        .build(),
                Command.row("slaveof")
                        .arity(3)
                        .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                        .doc(Group.SERVER, "1.0.0")
                        .handler(ReplicationCommands::follow)
                        .build(),
                Command.row("role")
                        .arity(1)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, SENTINEL)
                        .acl(AclCategory.ADMIN, AclCategory.DANGEROUS)
                        .doc(Group.SERVER, "2.8.12")
                        .handler(ReplicationCommands::role)
                        .build(),
                Command.row("wait")
                        .arity(3)
                        .flags(BLOCKING)
                        .acl(AclCategory.CONNECTION)
                        .tips("request_policy:all_shards", "response_policy:agg_min")
                        .doc(Group.GENERIC, "3.0.0")
                        .routing(Routing.EVERY_SHARD)
                        .handler(ReplicationCommands::await)
                        .build());
    }
}
