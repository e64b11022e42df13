package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.Piece;
import io.kevy.resp.ReplyWriter;
import io.kevy.store.Entry;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import java.lang.foreign.Arena;
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

    /** Places and slices that a handler may use at a time. */
    private static final int AT_HAND = 4;

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
    private final ChunkSource chunks = ChunkSource.ofArenas();
    private final Commit commit;
    private final Place[] places = new Place[AT_HAND];
    private final Slice[] slices = new Slice[AT_HAND];
    private int nextPlace;
    private int nextSlice;
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
        for (int i = 0; i < AT_HAND; i++) {
            places[i] = new Place();
            slices[i] = new Slice();
        }
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

    /** Memory for replies that are put together aside. */
    public ChunkSource chunks() {
        return chunks;
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

    /**
     * Argument {@code arg} as the store takes it, valid while the request runs and until four more have
     * been asked for.
     */
    public Slice slice(int arg) {
        var slice = slices[nextSlice++ & (AT_HAND - 1)];
        if (argv.isLarge(arg)) {
            return gathered(arg, slice);
        }
        return slice.over(argv.memory(arg), argv.offset(arg), argv.length(arg));
    }

    /** A large argument is one piece, or made one in native memory. */
    private Slice gathered(int arg, Slice slice) {
        var pieces = argv.pieces(arg);
        var first = new Piece();
        int length = Math.toIntExact(pieces.length());
        pieces.piece(0, first);
        if (first.length() == length) {
            return slice.over(first.memory(), first.offset(), length);
        }
        var memory = Arena.ofAuto().allocate(length);
        argv.copyTo(arg, memory, 0);
        return slice.over(memory, 0, length);
    }

    /**
     * Where the key in argument {@code keyArg} stands, or would stand; a key whose deadline has passed
     * is removed first, or counts as present on a replica that applies its primary's frames. For writes,
     * and valid until three more keys have been looked up.
     */
    public Place lookup(int keyArg) {
        return lookup(db, keyArg);
    }

    /** Like {@link #lookup(int)} in database {@code db}. */
    public Place lookup(int db, int keyArg) {
        var partition = partition(keyArg);
        var place = find(partition, db, keyArg);
        if (place.exists() && place.isExpired(nowMillis) && expiry != Expiry.IGNORE) {
            if (expiry == Expiry.REMOVE) {
                expire(partition, db, place);
            } else if (command().is(Flag.WRITE)) {
                // A replica that takes writes: its primary's DEL will find nothing.
                place.keyspace().remove(place);
            }
        }
        return place;
    }

    private Place find(Partition partition, int db, int keyArg) {
        var place = places[nextPlace++ & (AT_HAND - 1)];
        partition.keyspace(db).find(slice(keyArg), place);
        return place;
    }

    /**
     * Where the key in argument {@code keyArg} stands, counted as a hit; null and a miss when it is not
     * there or its deadline has passed. Valid as {@link #lookup(int)}.
     */
    public @Nullable Place lookupRead(int keyArg) {
        var place = lookupUncounted(keyArg);
        partition(keyArg).countLookup(place != null);
        return place;
    }

    /** Like {@link #lookupRead}, but neither a hit nor a miss. */
    public @Nullable Place lookupUncounted(int keyArg) {
        var place = lookup(db, keyArg);
        boolean found = place.exists()
                && (expiry != Expiry.HIDE || !place.isExpired(nowMillis));
        return found ? place : null;
    }

    /** Removes a key whose deadline has passed, and makes that known. */
    public void expire(Partition partition, int db, Place place) {
        commit.expire(partition, db, place);
        place.keyspace().remove(place);
    }

    /** Like {@link #expire(Partition, int, Place)} for a key that has been come across. */
    public void expire(Partition partition, int db, Entry entry) {
        var place = places[nextPlace++ & (AT_HAND - 1)];
        partition.keyspace(db).find(Slice.of(entry.key(new Slice()).toArray()), place);
        expire(partition, db, place);
    }

    /** Makes known that a key's deadline has passed; the caller removes it next. */
    public void expiring(Partition partition, int db, Entry entry) {
        commit.expire(partition, db, entry);
    }

    /**
     * The keyspace of a place, for the one operation that comes next and changes what is there.
     */
    public Keyspace changing(Place place) {
        commit.changing();
        return place.keyspace();
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
     * Makes room for a change, and an effect, of {@code bytes} more than the request has.
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
     * @param from the key in argument 1, which is there
     * @param to where the value goes
     * @param toArg index of the argument that names that key
     * @param toDb its database
     * @param keep whether the old key stays
     */
    public void relocate(Place from, Place to, int toArg, int toDb, boolean keep) {
        var source = partition(1);
        var target = partition(toArg);
        long deadline = from.deadline();
        boolean asTyped = source == target && (toDb == db || !keep);
        if (keep || source != target) {
            commit.reserve(from.stringLength());
        }
        Draft gone = null;
        Draft here = null;
        if (!asTyped) {
            gone = keep ? null : commit.draft("DEL").arg(argv, 1);
            here = commit.secondDraft("SET").arg(argv, toArg).value(from);
            if (deadline != Keyspace.NO_DEADLINE) {
                here.arg("PXAT").arg(deadline);
            }
        }
        commit.changing();
        if (keep) {
            to.keyspace().copy(from, to, deadline);
        } else {
            from.keyspace().move(from, to);
        }
        if (here == null) {
            if (toDb != db) {
                // The effect names the key in the database it leaves.
                target.watches().touch(toDb, argv, toArg);
            }
            commit.record(argv, command());
            return;
        }
        here.arrived(to);
        if (gone != null) {
            commit.record(gone, source, db);
        }
        commit.record(here, target, toDb);
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
