package io.kevy.rt.command.transaction;

import static io.kevy.rt.command.Flag.ALLOW_BUSY;
import static io.kevy.rt.command.Flag.FAST;
import static io.kevy.rt.command.Flag.LOADING;
import static io.kevy.rt.command.Flag.NOSCRIPT;
import static io.kevy.rt.command.Flag.NO_MULTI;
import static io.kevy.rt.command.Flag.SKIP_SLOWLOG;
import static io.kevy.rt.command.Flag.STALE;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Group;
import io.kevy.rt.command.KeySpec;
import io.kevy.rt.command.Routing;
import java.util.List;

/** Commands that begin, run and guard transactions: their rows. */
public final class TransactionFamily {
    private TransactionFamily() {}

    /** The rows of the family. */
    public static List<Command> rows() {
        return List.of(
                Command.row("multi")
                        .arity(1)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_MULTI, ALLOW_BUSY)
                        .acl(AclCategory.TRANSACTION)
                        .doc(Group.TRANSACTIONS, "1.2.0")
                        .unqueued()
                        .handler(TransactionCommands::multi)
                        .build(),
                Command.row("exec")
                        .arity(1)
                        .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG)
                        .acl(AclCategory.TRANSACTION)
                        .doc(Group.TRANSACTIONS, "1.2.0")
                        .routing(Routing.IN_PLACE)
                        .unqueued()
                        .runsQueued()
                        .handler(TransactionCommands::exec)
                        .build(),
                Command.row("discard")
                        .arity(1)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                        .acl(AclCategory.TRANSACTION)
                        .doc(Group.TRANSACTIONS, "2.0.0")
                        .routing(Routing.IN_PLACE)
                        .unqueued()
                        .handler(TransactionCommands::discard)
                        .build(),
                Command.row("watch")
                        .arity(-2)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_MULTI, ALLOW_BUSY)
                        .acl(AclCategory.TRANSACTION)
                        .keys(KeySpec.toEnd(1, 1, KeySpec.Access.RO))
                        .doc(Group.TRANSACTIONS, "2.2.0")
                        .routing(Routing.IN_PLACE)
                        .unqueued()
                        .handler(TransactionCommands::watch)
                        .build(),
                Command.row("unwatch")
                        .arity(1)
                        .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                        .acl(AclCategory.TRANSACTION)
                        .doc(Group.TRANSACTIONS, "2.2.0")
                        .routing(Routing.IN_PLACE)
                        .handler(TransactionCommands::unwatch)
                        .build());
    }
}
