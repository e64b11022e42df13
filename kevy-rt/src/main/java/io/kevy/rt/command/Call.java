package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.store.Keyspace;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One request being run: arguments, keyspace, reply and effects. Reused; one per shard thread.
 *
 * <p>A key's keyspace is asked for by the index of its argument, so a handler works alike whether
 * its keys are on one shard or on many.
 */
public final class Call {
    /** What happens to a key whose deadline has passed. */
    public enum Expiry {
        /** It is removed, and the removal recorded: on a primary. */
        REMOVE,
        /** It looks absent and stays: for clients of a replica. */
        HIDE,
        /** It counts as present: the primary decides, and it has not decided yet. */
        IGNORE
    }

    private static final int NONE_OWNED = -1;

    private final Partitions partitions;
    private final int self;
    private final Host host;
    private final RandomGenerator random;
    private final Effect effect = new Effect();
    private Argv argv = new Argv();
    private @Nullable Command command;
    private @Nullable Session session;
    private @Nullable Awaited awaited;
    private ReplyWriter reply;
    private Expiry expiry = Expiry.REMOVE;
    private boolean onlySelf;
    private boolean nested;
    private int ownedArg = NONE_OWNED;
    private Partition owner;
    private int db;
    private long nowMillis;

    /**
     * @param self index of the partition of the shard that runs this call
     */
    public Call(
            Partitions partitions,
            int self,
            Host host,
            RandomGenerator random,
            ReplyWriter reply) {
        this.partitions = partitions;
        this.self = self;
        this.host = host;
        this.random = random;
        this.reply = reply;
        this.owner = partitions.get(self);
    }

    /** Sets the time and the way deadlines are seen for the requests that follow. */
    public void turn(long nowMillis, Expiry expiry) {
        this.nowMillis = nowMillis;
        this.expiry = expiry;
    }

    /** Runs a client's request in place. */
    public void run(Command command, Argv argv, Session session, ReplyWriter reply) {
        if (this.session != session) {
            this.session = session;
        }
        onlySelf = false;
        run(command, argv, session.db(), reply);
    }

    /** Runs a request that another shard forwarded to this one. */
    public void runForwarded(Command command, Argv argv, int db, ReplyWriter reply) {
        session = null;
        onlySelf = true;
        run(command, argv, db, reply);
    }

    /** Runs a frame of the primary on this shard alone, whatever shards its row names. */
    public void runReplicated(Command command, Argv argv, int db, ReplyWriter reply) {
        session = null;
        onlySelf = true;
        var before = expiry;
        expiry = Expiry.IGNORE;
        try {
            run(command, argv, db, reply);
        } finally {
            expiry = before;
        }
    }

    private void run(Command command, Argv argv, int db, ReplyWriter reply) {
        if (this.command != command) {
            this.command = command;
        }
        if (this.argv != argv) {
            this.argv = argv;
        }
        if (this.reply != reply) {
            this.reply = reply;
        }
        this.db = db;
        this.nested = false;
        this.ownedArg = NONE_OWNED;
        int before = reply.size();
        try {
            handlerOf(command).run(this);
        } catch (CommandException e) {
            reply.truncate(before);
            reply.error(e.text());
        } catch (OutOfMemoryError e) {
            if (command.is(Flag.WRITE)) {
                throw e; // it may have changed something
            }
            reply.truncate(before);
            reply.error("ERR no memory for the reply");
        }
    }

    /** Runs a queued command within this one, its reply following what is written so far. */
    public void runQueued(Transaction.Queued queued) {
        var outerCommand = command;
        var outerArgv = argv;
        boolean outerNested = nested;
        command = queued.command();
        argv = queued.argv();
        ownedArg = NONE_OWNED;
        db = session().db();
        nested = true;
        int before = reply.size();
        try {
            handlerOf(queued.command()).run(this);
        } catch (CommandException e) {
            reply.truncate(before);
            reply.error(e.text());
        } finally {
            command = outerCommand;
            argv = outerArgv;
            ownedArg = NONE_OWNED;
            nested = outerNested;
        }
    }

    private static Handler handlerOf(Command command) {
        var handler = command.handler();
        if (handler == null) {
            throw new AssertionError(command + " has no handler");
        }
        return handler;
    }

    /** Whether this command runs inside EXEC and therefore must not wait. */
    public boolean isNested() {
        return nested;
    }

    public Argv argv() {
        return argv;
    }

    /** Number of arguments, the command's name included. */
    public int argc() {
        return argv.count();
    }

    public Command command() {
        var row = command;
        if (row == null) {
            throw new AssertionError("no command is running");
        }
        return row;
    }

    public ReplyWriter reply() {
        return reply;
    }

    /** The client's connection; only for commands that run in place. */
    public Session session() {
        var own = session;
        if (own == null) {
            throw new AssertionError(command + " needs a session but is not routed in place");
        }
        return own;
    }

    /** Whether the request came from a client of this shard (and {@link #session()} is there). */
    public boolean hasSession() {
        return session != null;
    }

    public Host host() {
        return host;
    }

    public RandomGenerator random() {
        return random;
    }

    /** Whether clients may not write: this server follows a primary. */
    public boolean isReadOnly() {
        return host.replication().isReplica() && host.config().replicaReadOnly();
    }

    /** Number of the database the request works on. */
    public int db() {
        return db;
    }

    /** Unix milliseconds, the same for the whole turn. */
    public long nowMillis() {
        return nowMillis;
    }

    /** How passed deadlines are seen. */
    public Expiry expiry() {
        return expiry;
    }

    /** Whether argument {@code arg} is a 64-bit integer; the argument as one, or an error reply. */
    public long longArg(int arg) {
        if (!argv.isLong(arg)) {
            throw CommandException.notAnInteger();
        }
        return argv.asLong(arg);
    }

    /** The partition that owns argument {@code keyArg}. */
    public Partition partition(int keyArg) {
        // Handlers ask again and again for the same key, whose slot is not worked out each time.
        if (keyArg != ownedArg) {
            var known = partitions.get(onlySelf ? self : partitions.ownerOf(argv, keyArg));
            if (owner != known) {
                owner = known;
            }
            ownedArg = keyArg;
        }
        return owner;
    }

    /** Number of partitions this request may touch: all, or one for a primary's frame. */
    public int partitionCount() {
        return onlySelf ? 1 : partitions.count();
    }

    /** The {@code i}-th partition this request may touch. */
    public Partition partitionAt(int i) {
        return onlySelf ? partitions.get(self) : partitions.get(i);
    }

    /** All partitions, for key ownership. */
    public Partitions partitions() {
        return partitions;
    }

    /** The current database in the partition that owns argument {@code keyArg}. */
    public Keyspace keyspace(int keyArg) {
        return partition(keyArg).keyspace(db);
    }

    /** The record of the key in argument {@code keyArg}, or {@link Keyspace#NONE}. */
    public long lookup(int keyArg) {
        return lookup(db, keyArg);
    }

    /** Like {@link #lookup(int)}, counted as a hit or miss. */
    public long lookupRead(int keyArg) {
        long record = lookup(db, keyArg);
        partition(keyArg).countLookup(record != Keyspace.NONE);
        return record;
    }

    /** The record of the key in argument {@code keyArg} in database {@code db}. */
    public long lookup(int db, int keyArg) {
        var partition = partition(keyArg);
        var keyspace = partition.keyspace(db);
        long record =
                keyspace.find(argv.bytes(), argv.offset(keyArg), argv.length(keyArg));
        if (record == Keyspace.NONE || !keyspace.expired(record, nowMillis)) {
            return record;
        }
        return switch (expiry) {
            case IGNORE -> record;
            case HIDE -> Keyspace.NONE;
            case REMOVE -> {
                expire(partition, db, record);
                yield Keyspace.NONE;
            }
        };
    }

    /** Removes a record whose deadline has passed, and records that. */
    public void expire(Partition partition, int db, long record) {
        var keyspace = partition.keyspace(db);
        effect.begin("DEL").key(keyspace, record);
        int length = keyspace.keyLength(record);
        var key = new byte[length];
        keyspace.copyKey(record, key, 0);
        keyspace.remove(key, 0, length);
        partition.countExpired();
        effect.record(partition, db);
    }

    /** The request itself reproduces the change: recorded as typed for the owner of one key. */
    public void changed(int keyArg) {
        partition(keyArg).record(db, argv);
    }

    /**
     * The request itself reproduces the change, and its keys may be on several shards: every owner
     * gets the name and its own share of the arguments.
     *
     * @param first index of the first key
     * @param step arguments per key, the key included
     */
    public void changedByOwner(int first, int step) {
        long owners = 0;
        for (int i = first; i < argv.count(); i += step) {
            owners |= 1L << partition(i).index();
        }
        if (Long.bitCount(owners) == 1) {
            partitions.get(Long.numberOfTrailingZeros(owners)).record(db, argv);
            return;
        }
        String name = command().name().toUpperCase(Locale.ROOT);
        for (long rest = owners; rest != 0; rest &= rest - 1) {
            var target = partitions.get(Long.numberOfTrailingZeros(rest));
            effect.begin(name);
            for (int i = first; i < argv.count(); i += step) {
                if (partition(i) == target) {
                    for (int j = i; j < i + step; j++) {
                        effect.arg(argv, j);
                    }
                }
            }
            effect.record(target, db);
        }
    }

    /** Begins an effect of another form than the request; ends with {@link Effect#record}. */
    public Effect effect(String name) {
        return effect.begin(name);
    }

    /**
     * The reply comes later; the connection does nothing else until then. Only outside EXEC and for
     * commands that run in place.
     */
    public void await(Awaited awaited) {
        session();
        this.awaited = awaited;
    }

    /** What the last request asked to wait for, which is taken; null if nothing. */
    public @Nullable Awaited takeAwaited() {
        var taken = awaited;
        if (taken != null) {
            awaited = null;
        }
        return taken;
    }
}
