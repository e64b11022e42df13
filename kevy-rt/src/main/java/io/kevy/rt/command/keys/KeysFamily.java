package io.kevy.rt.command.keys;

import static io.kevy.rt.command.Flag.DENYOOM;
import static io.kevy.rt.command.Flag.FAST;
import static io.kevy.rt.command.Flag.LOADING;
import static io.kevy.rt.command.Flag.READONLY;
import static io.kevy.rt.command.Flag.STALE;
import static io.kevy.rt.command.Flag.TOUCHES_ARBITRARY_KEYS;
import static io.kevy.rt.command.Flag.WRITE;
import static io.kevy.rt.command.KeySpec.Access.ACCESS;
import static io.kevy.rt.command.KeySpec.Access.DELETE;
import static io.kevy.rt.command.KeySpec.Access.INSERT;
import static io.kevy.rt.command.KeySpec.Access.OW;
import static io.kevy.rt.command.KeySpec.Access.RM;
import static io.kevy.rt.command.KeySpec.Access.RO;
import static io.kevy.rt.command.KeySpec.Access.RW;
import static io.kevy.rt.command.KeySpec.Access.UPDATE;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Group;
import io.kevy.rt.command.Handler;
import io.kevy.rt.command.KeySpec;
import io.kevy.rt.command.Routing;
import java.util.List;

/** The rows of the commands on keys and databases. */
public final class KeysFamily {
    private static final KeySpec READ = KeySpec.one(1, RO, ACCESS);
    private static final KeySpec PEEK = KeySpec.one(1, RO);
    private static final KeySpec PEEK_ALL = KeySpec.toEnd(1, 1, RO);
    private static final KeySpec REMOVE_ALL = KeySpec.toEnd(1, 1, RM, DELETE);
    private static final KeySpec UPDATE_ONE = KeySpec.one(1, RW, UPDATE);
    private static final KeySpec TAKE = KeySpec.one(1, RW, ACCESS, DELETE);

    private KeysFamily() {}

    public static List<Command> rows() {
        return List.of(
                ofKeys("del", -2, "1.0.0", Existence::del)
                        .flags(WRITE)
                        .keys(REMOVE_ALL)
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .build(),
                ofKeys("unlink", -2, "4.0.0", Existence::del)
                        .flags(WRITE, FAST)
                        .keys(REMOVE_ALL)
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .build(),
                ofKeys("exists", -2, "1.0.0", Existence::count)
                        .flags(READONLY, FAST)
                        .keys(PEEK_ALL)
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .build(),
                ofKeys("touch", -2, "3.2.1", Existence::count)
                        .flags(READONLY, FAST)
                        .keys(PEEK_ALL)
                        .tips("request_policy:multi_shard", "response_policy:agg_sum")
                        .build(),
                ofKeys("type", 2, "1.0.0", Existence::type)
                        .flags(READONLY, FAST)
                        .keys(PEEK)
                        .build(),
                ofKeys("expire", -3, "1.0.0", Expiries::expire)
                        .flags(WRITE, FAST)
                        .keys(UPDATE_ONE)
                        .build(),
                ofKeys("pexpire", -3, "2.6.0", Expiries::pexpire)
                        .flags(WRITE, FAST)
                        .keys(UPDATE_ONE)
                        .build(),
                ofKeys("expireat", -3, "1.2.0", Expiries::expireAt)
                        .flags(WRITE, FAST)
                        .keys(UPDATE_ONE)
                        .build(),
                ofKeys("pexpireat", -3, "2.6.0", Expiries::pexpireAt)
                        .flags(WRITE, FAST)
                        .keys(UPDATE_ONE)
                        .build(),
                ofKeys("persist", 2, "2.2.0", Expiries::persist)
                        .flags(WRITE, FAST)
                        .keys(UPDATE_ONE)
                        .build(),
                ofKeys("ttl", 2, "1.0.0", Expiries::ttl)
                        .flags(READONLY, FAST)
                        .keys(READ)
                        .tips("nondeterministic_output")
                        .build(),
                ofKeys("pttl", 2, "2.6.0", Expiries::pttl)
                        .flags(READONLY, FAST)
                        .keys(READ)
                        .tips("nondeterministic_output")
                        .build(),
                ofKeys("expiretime", 2, "7.0.0", Expiries::expireTime)
                        .flags(READONLY, FAST)
                        .keys(READ)
                        .build(),
                ofKeys("pexpiretime", 2, "7.0.0", Expiries::pexpireTime)
                        .flags(READONLY, FAST)
                        .keys(READ)
                        .build(),
                ofKeys("rename", 3, "1.0.0", Renames::rename)
                        .flags(WRITE)
                        .keys(TAKE, KeySpec.one(2, OW, UPDATE))
                        .build(),
                ofKeys("renamenx", 3, "1.0.0", Renames::renameNx)
                        .flags(WRITE, FAST)
                        .keys(TAKE, KeySpec.one(2, OW, INSERT))
                        .build(),
                ofKeys("copy", -3, "6.2.0", Renames::copy)
                        .flags(WRITE, DENYOOM)
                        .keys(READ, KeySpec.one(2, OW, UPDATE))
                        .build(),
                ofKeys("move", 3, "1.0.0", Renames::move)
                        .flags(WRITE, FAST)
                        .keys(KeySpec.one(1, RW, ACCESS, UPDATE))
                        .build(),
                ofDatabase("keys", 2, "1.0.0", Group.GENERIC, Scans::keys)
                        .flags(READONLY)
                        .acl(AclCategory.DANGEROUS)
                        .tips("request_policy:all_shards", "nondeterministic_output_order")
                        .build(),
                ofDatabase("scan", -2, "2.8.0", Group.GENERIC, Scans::scan)
                        .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
                        .tips(
                                "nondeterministic_output",
                                "request_policy:special",
                                "response_policy:special")
                        .build(),
                ofDatabase("randomkey", 1, "1.0.0", Group.GENERIC, Scans::randomKey)
                        .flags(READONLY, TOUCHES_ARBITRARY_KEYS)
                        .tips(
                                "request_policy:all_shards",
                                "response_policy:special",
                                "nondeterministic_output")
                        .build(),
                ofDatabase("dbsize", 1, "1.0.0", Group.SERVER, Databases::dbSize)
                        .flags(READONLY, FAST)
                        .tips("request_policy:all_shards", "response_policy:agg_sum")
                        .build(),
                ofDatabase("flushdb", -1, "1.0.0", Group.SERVER, Databases::flushDb)
                        .flags(WRITE)
                        .acl(AclCategory.DANGEROUS)
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .build(),
                ofDatabase("flushall", -1, "1.0.0", Group.SERVER, Databases::flushAll)
                        .flags(WRITE)
                        .acl(AclCategory.DANGEROUS)
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .build(),
                ofDatabase("swapdb", 3, "4.0.0", Group.SERVER, Databases::swapDb)
                        .flags(WRITE, FAST)
                        .acl(AclCategory.DANGEROUS)
                        .build(),
                object());
    }

    private static Command object() {
        return Command.row("object")
                .arity(-2)
                .doc(Group.GENERIC, "2.2.3")
                .subcommands(
                        ofObject("encoding", "2.2.3", Objects::encoding),
                        ofObject("freq", "4.0.0", Objects::freq),
                        Command.row("help")
                                .arity(2)
                                .flags(LOADING, STALE)
                                .acl(AclCategory.KEYSPACE)
                                .doc(Group.GENERIC, "6.2.0")
                                .routing(Routing.CONNECTION)
                                .handler(Objects::help),
                        ofObject("idletime", "2.2.3", Objects::idleTime),
                        ofObject("refcount", "2.2.3", Objects::refCount))
                .build();
    }

    /** A command on the keys it names. */
    private static Command.Row ofKeys(String name, int arity, String since, Handler handler) {
        return Command.row(name)
                .arity(arity)
                .acl(AclCategory.KEYSPACE)
                .doc(Group.GENERIC, since)
                .routing(Routing.OWNER)
                .handler(handler);
    }

    /** A command on whole databases. */
    private static Command.Row ofDatabase(
            String name, int arity, String since, Group group, Handler handler) {
        return Command.row(name)
                .arity(arity)
                .acl(AclCategory.KEYSPACE)
                .doc(group, since)
                .routing(Routing.EVERY_SHARD)
                .handler(handler);
    }

    private static Command.Row ofObject(String name, String since, Handler handler) {
        return ofKeys(name, 3, since, handler)
                .flags(READONLY)
                .keys(KeySpec.one(2, RO))
                .tips("nondeterministic_output");
    }
}
