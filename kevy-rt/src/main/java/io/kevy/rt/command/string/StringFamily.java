package io.kevy.rt.command.string;

import static io.kevy.rt.command.Flag.DENYOOM;
import static io.kevy.rt.command.Flag.FAST;
import static io.kevy.rt.command.Flag.READONLY;
import static io.kevy.rt.command.Flag.WRITE;
import static io.kevy.rt.command.KeySpec.Access.ACCESS;
import static io.kevy.rt.command.KeySpec.Access.DELETE;
import static io.kevy.rt.command.KeySpec.Access.INSERT;
import static io.kevy.rt.command.KeySpec.Access.OW;
import static io.kevy.rt.command.KeySpec.Access.RO;
import static io.kevy.rt.command.KeySpec.Access.RW;
import static io.kevy.rt.command.KeySpec.Access.UPDATE;
import static io.kevy.rt.command.KeySpec.Access.VARIABLE_FLAGS;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Group;
import io.kevy.rt.command.Handler;
import io.kevy.rt.command.KeySpec;
import io.kevy.rt.command.Routing;
import java.util.List;

/** The rows of the string commands. */
public final class StringFamily {
    private static final KeySpec READ = KeySpec.one(1, RO, ACCESS);
    private static final KeySpec READ_AND_UPDATE = KeySpec.one(1, RW, ACCESS, UPDATE);
    private static final KeySpec OVERWRITE = KeySpec.one(1, OW, UPDATE);
    private static final Flag[] FAST_READ = {READONLY, FAST};
    private static final Flag[] FAST_WRITE = {WRITE, DENYOOM, FAST};
    private static final Flag[] SLOW_WRITE = {WRITE, DENYOOM};

    private StringFamily() {}

    public static List<Command> rows() {
        return List.of(
                row("append", 3, "2.0.0", FAST_WRITE, KeySpec.one(1, RW, INSERT), Ranges::append),
                row("decr", 2, "1.0.0", FAST_WRITE, READ_AND_UPDATE, Counters::decr),
                row("decrby", 3, "1.0.0", FAST_WRITE, READ_AND_UPDATE, Counters::decrBy),
                row("get", 2, "1.0.0", FAST_READ, READ, StringReads::get),
                row("getdel", 2, "6.2.0", new Flag[] {WRITE, FAST},
                        KeySpec.one(1, RW, ACCESS, DELETE), StringReads::getDel),
                row("getex", -2, "6.2.0", new Flag[] {WRITE, FAST}, READ_AND_UPDATE,
                        StringReads::getEx),
                row("getrange", 4, "2.4.0", new Flag[] {READONLY}, READ, Ranges::getRange),
                row("getset", 3, "1.0.0", FAST_WRITE, READ_AND_UPDATE, StringWrites::getSet),
                row("incr", 2, "1.0.0", FAST_WRITE, READ_AND_UPDATE, Counters::incr),
                row("incrby", 3, "1.0.0", FAST_WRITE, READ_AND_UPDATE, Counters::incrBy),
                row("incrbyfloat", 3, "2.6.0", FAST_WRITE, READ_AND_UPDATE,
                        Counters::incrByFloat),
                row("lcs", -3, "7.0.0", new Flag[] {READONLY}, KeySpec.range(1, 1, RO, ACCESS),
                        Lcs::lcs),
                row("mget", -2, "1.0.0", FAST_READ, KeySpec.toEnd(1, 1, RO, ACCESS),
                        StringReads::mget, "request_policy:multi_shard"),
                row("mset", -3, "1.0.1", SLOW_WRITE, KeySpec.toEnd(1, 2, OW, UPDATE),
                        StringWrites::mset, "request_policy:multi_shard",
                        "response_policy:all_succeeded"),
                row("msetnx", -3, "1.0.1", SLOW_WRITE, KeySpec.toEnd(1, 2, OW, INSERT),
                        StringWrites::msetNx),
                row("psetex", 4, "2.6.0", SLOW_WRITE, OVERWRITE, StringWrites::psetEx),
                start("set", -3, "1.0.0", SLOW_WRITE,
                        KeySpec.one(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS), StringWrites::set)
                        .keyAccess(SetOptions::access)
                        .build(),
                row("setex", 4, "2.0.0", SLOW_WRITE, OVERWRITE, StringWrites::setEx),
                row("setnx", 3, "1.0.0", FAST_WRITE, KeySpec.one(1, OW, INSERT),
                        StringWrites::setNx),
                row("setrange", 4, "2.2.0", SLOW_WRITE, KeySpec.one(1, RW, UPDATE),
                        Ranges::setRange),
                row("strlen", 2, "2.2.0", FAST_READ, KeySpec.one(1, RO), StringReads::strlen),
                row("substr", 4, "1.0.0", new Flag[] {READONLY}, READ, Ranges::getRange));
    }

    private static Command row(
            String name,
            int arity,
            String since,
            Flag[] flags,
            KeySpec keys,
            Handler handler,
            String... tips) {
        return start(name, arity, since, flags, keys, handler).tips(tips).build();
    }

    private static Command.Row start(
            String name, int arity, String since, Flag[] flags, KeySpec keys, Handler handler) {
        return Command.row(name)
                .arity(arity)
                .flags(flags)
                .acl(AclCategory.STRING)
                .keys(keys)
                .doc(Group.STRING, since)
                .routing(Routing.OWNER)
                .handler(handler);
    }
}
