package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.store.Keyspace;
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

    /** Room that a write's reply needs after the change: a status, a number, an error. */
    private static final int REPLY_BYTES = 128;

    private static final String NO_MEMORY = "OOM command not allowed: out of memory";
    private static final String NO_REPLY_MEMORY = "ERR no memory for the reply";
    private static final Outcome DONE = new Outcome.Done();
    private static final Outcome LOST = new Outcome.ReplyLost();

    private final Partitions partitions;
    private final int self;
    private final Host host;
    private final RandomGenerator random;
    private final Commit commit;
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
        this.commit = new Commit(partitions, self, host.commands());
    }

    /** Sets the time and the way deadlines are seen for the requests that follow. */
    public void turn(long nowMillis, Expiry expiry) {
        this.nowMillis = nowMillis;
        this.expiry = expiry;
    }

    /** Runs a client's request in place. */
    public Outcome run(Command command, Argv argv, Session session, ReplyWriter reply) {
        if (this.session != session) {
            this.session = session;
        }
        onlySelf = false;
        return run(command, argv, session.db(), reply);
    }

    /** Runs a request that another shard forwarded to this one. */
    public Outcome runForwarded(Command command, Argv argv, int db, ReplyWriter reply) {
        session = null;
        onlySelf = true;
        return run(command, argv, db, reply);
    }

    /** Runs a frame of the primary on this shard alone, whatever shards its row names. */
    public Outcome runReplicated(Command command, Argv argv, int db, ReplyWriter reply) {
        session = null;
        onlySelf = true;
        var before = expiry;
        expiry = Expiry.IGNORE;
        try {
            return run(command, argv, db, reply);
        } finally {
            expiry = before;
        }
    }

    private Outcome run(Command command, Argv argv, int db, ReplyWriter reply) {
        if (this.reply != reply) {
            this.reply = reply;
        }
        this.nested = false;
        return execute(command, argv, db);
    }

    /** Runs a queued command within this one, its reply following what is written so far. */
    public Outcome runQueued(Transaction.Queued queued) {
        var outerCommand = command();
        var outerArgv = argv;
        nested = true;
        try {
            return execute(queued.command(), queued.argv(), session().db());
        } finally {
            command = outerCommand;
            argv = outerArgv;
            ownedArg = NONE_OWNED;
            nested = false;
        }
    }

    /** The commands that are run until {@link #endTransaction} are one for those who hear of them. */
    public void beginTransaction(long shards) {
        commit.beginTransaction(shards);
    }

    public void endTransaction() {
        commit.endTransaction();
    }

    /** Runs the handler, wholly or not at all. */
    private Outcome execute(Command command, Argv argv, int db) {
        if (this.command != command) {
            this.command = command;
        }
        if (this.argv != argv) {
            this.argv = argv;
        }
        this.db = db;
        this.ownedArg = NONE_OWNED;
        boolean writes = command.is(Flag.WRITE);
        int before = reply.size();
        try {
            if (!writes) {
                handlerOf(command).run(this);
                return DONE;
            }
            reply.reserve(REPLY_BYTES);
            commit.begin(argv, db, shardsOf(command, argv));
            try {
                handlerOf(command).run(this);
            } finally {
                commit.end();
            }
            return DONE;
        } catch (CommandException e) {
            requireUnchanged(e);
            return refused(e.text(), before);
        } catch (OutOfMemoryError e) {
            if (writes && commit.isRecorded()) {
                return replyLost(before);
            }
            requireUnchanged(e);
            return refused(writes ? NO_MEMORY : NO_REPLY_MEMORY, before);
        } catch (BrokenInvariant e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (writes && !commit.isUnchanged()) {
                throw new BrokenInvariant(command.fullName(), e);
            }
            throw e;
        }
    }

    private void requireUnchanged(Throwable e) {
        if (command().is(Flag.WRITE) && !commit.isUnchanged()) {
            throw new BrokenInvariant(command().fullName(), e);
        }
    }

    private Outcome refused(String error, int before) {
        try {
            reply.truncate(before);
            reply.error(error);
        } catch (OutOfMemoryError e) {
            return replyLost(before);
        }
        return new Outcome.Refused(error);
    }

    /** What was done stays done; only the client that cannot be told goes. */
    private Outcome replyLost(int before) {
        reply.truncate(before);
        var client = session;
        if (client != null) {
            client.closeAfterReply();
        }
        return LOST;
    }

    /** The partitions that a write may change, one bit each. */
    private long shardsOf(Command command, Argv argv) {
        if (onlySelf || partitions.count() == 1) {
            return 1L << self;
        }
        return command.hasKeys() ? partitions.ownersOf(command, argv) : partitions.all();
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

    /** Removes a record whose deadline has passed, and makes that known. */
    public void expire(Partition partition, int db, long record) {
        var keyspace = partition.keyspace(db);
        int length = keyspace.keyLength(record);
        var key = new byte[length];
        keyspace.copyKey(record, key, 0);
        commit.expire(partition, db, keyspace, record);
        keyspace.remove(key, 0, length);
    }

    /** Makes known that a record's deadline has passed; the caller removes it next. */
    public void expiring(Partition partition, int db, long record) {
        commit.expire(partition, db, partition.keyspace(db), record);
        partition.release();
    }

    /**
     * The keyspace of the key in argument {@code keyArg}, for the one operation that comes next and
     * changes it.
     */
    public Keyspace changing(int keyArg) {
        commit.changing();
        return keyspace(keyArg);
    }

    /** The {@code i}-th partition this request may touch, for one operation that changes it. */
    public Partition changingAt(int i) {
        commit.changing();
        return partitionAt(i);
    }

    /** The request itself reproduces the change that has been made: recorded as typed. */
    public void changed() {
        commit.record(argv, command());
    }

    /**
     * Begins an effect of another form than the request, before anything changes; ends with {@link
     * Draft#record} after.
     */
    public Draft effect(String name) {
        return commit.draft(name);
    }

    /**
     * Makes room for an effect of {@code bytes} more than the request has.
     *
     * @throws OutOfMemoryError when there is none; nothing has changed then
     */
    public void reserve(long bytes) {
        commit.reserve(bytes);
    }

    /**
     * Puts the value of the key in argument 1, and its deadline, at another place, and makes that
     * known: by the request itself where that reproduces it, else by what each end has lost or got.
     *
     * @param record of the key in argument 1
     * @param to index of the argument that names the new key
     * @param toDb its database
     * @param keep whether the old key stays
     */
    public void relocate(long record, int to, int toDb, boolean keep) {
        var source = keyspace(1);
        var from = partition(1);
        var into = partition(to);
        var target = into.keyspace(toDb);
        long deadline = source.deadline(record);
        boolean asTyped = from == into && (toDb == db || !keep);
        Draft gone = null;
        Draft here = null;
        if (!asTyped) {
            gone = keep ? null : commit.draft("DEL").arg(argv, 1);
            here = commit.secondDraft("SET").arg(argv, to).value(source, record, target, argv, to);
            if (deadline != Keyspace.NO_DEADLINE) {
                here.arg("PXAT").arg(deadline);
            }
            commit.reserve(source.stringLength(record));
        }
        commit.changing();
        source.copyTo(record, target, argv.bytes(), argv.offset(to), argv.length(to), deadline);
        if (!keep) {
            commit.changing();
            source.remove(argv.bytes(), argv.offset(1), argv.length(1));
        }
        if (here == null) {
            if (toDb != db) {
                // The effect names the key in the database it leaves.
                into.watches().touch(toDb, argv, to);
            }
            commit.record(argv, command());
            return;
        }
        here.arrived();
        if (gone != null) {
            commit.record(gone, from, db);
        }
        commit.record(here, into, toDb);
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
