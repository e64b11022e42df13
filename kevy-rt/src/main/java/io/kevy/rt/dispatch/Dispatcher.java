package io.kevy.rt.dispatch;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Partitions;
import io.kevy.rt.command.Routing;
import io.kevy.rt.command.Session;
import io.kevy.rt.command.Transaction;
import io.kevy.rt.net.ForwardBatch;
import io.kevy.rt.net.Lookahead;
import io.kevy.rt.net.Outcome;
import io.kevy.rt.net.Requests;
import io.kevy.store.Prefetch;
import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Admits a request, decides where it runs, and runs it or sends it there.
 *
 * <p>A request whose keys this shard owns, or that has none, runs at once. One whose keys another
 * shard owns is forwarded. One that needs several shards runs here while those are held; it waits
 * until the connection's forwarded requests are answered, because it may depend on them.
 */
public final class Dispatcher implements Requests {
    private static final byte[] QUEUED = {'Q', 'U', 'E', 'U', 'E', 'D'};

    private final int self;
    private final CommandTable table;
    private final Partitions partitions;
    private final Holding holding;
    private final Outbox outbox;
    private final Call call;
    private final Slice key = new Slice();
    private final Prefetch prefetch = new Prefetch(Lookahead.REQUESTS_MAX);
    private final CrossProtocolGuard guard = new CrossProtocolGuard();
    private final Argv forwardedArgv = new Argv();
    private long nowMillis;
    private long nowNanos;
    private long commands;

    public Dispatcher(
            int self,
            CommandTable table,
            Partitions partitions,
            Holding holding,
            Outbox outbox,
            Call call) {
        this.self = self;
        this.table = table;
        this.partitions = partitions;
        this.holding = holding;
        this.outbox = outbox;
        this.call = call;
    }

    /** Begins a turn. */
    public void turn(long nowMillis, long nowNanos, Call.Expiry expiry) {
        this.nowMillis = nowMillis;
        this.nowNanos = nowNanos;
        call.turn(nowMillis, expiry);
    }

    /** Commands run since start. */
    public long commands() {
        return commands;
    }

    @Override
    public Outcome request(Session session, Argv argv, ReplyWriter out, boolean waiting) {
        out.protocol(session.protocol());
        var command = table.find(argv);
        if (command == null) {
            if (CrossProtocolGuard.isHttp(argv)) {
                guard.warn(session.remoteAddress(), nowNanos);
                return Outcome.Plain.CUT_OFF;
            }
            refuse(Refusals.unknownCommand(argv), session, out);
            return Outcome.Plain.ANSWERED;
        }
        command = admit(session, command, argv, out);
        if (command == null) {
            return Outcome.Plain.ANSWERED;
        }
        session.active(command, nowMillis);
        return switch (command.routing()) {
            case OWNER -> toOwner(session, command, argv, out, waiting);
            case CONNECTION -> runHere(session, command, argv, out);
            case EVERY_SHARD ->
                runHolding(session, command, argv, out, waiting, partitions.all());
            case IN_PLACE ->
                runHolding(
                        session,
                        command,
                        argv,
                        out,
                        waiting,
                        session.transaction().shards() | partitions.ownersOf(command, argv));
        };
    }

    /**
     * Looks for the first argument of each request where this shard would have it, if it were a key
     * of this shard. That is right for most requests and does no harm to the others: a wrong guess
     * costs less than knowing better.
     */
    @Override
    public void foresee(Session session, Lookahead requests) {
        prefetch.begin(partitions.get(self).keyspace(session.db()));
        for (int i = 0; i < requests.count(); i++) {
            var argv = requests.request(i);
            if (argv.count() > 1 && partitions.ownerOf(argv, 1) == self) {
                prefetch.add(key.over(argv.memory(1), argv.offset(1), argv.length(1)));
            }
        }
        prefetch.run();
    }

    private Outcome toOwner(
            Session session, Command command, Argv argv, ReplyWriter out, boolean waiting) {
        if (partitions.count() == 1) {
            return runHere(session, command, argv, out);
        }
        long owners = partitions.ownersOf(command, argv);
        if ((owners & (owners - 1)) != 0) {
            return runHolding(session, command, argv, out, waiting, owners);
        }
        if ((owners & ~(1L << self)) == 0) {
            return runHere(session, command, argv, out);
        }
        int target = Long.numberOfTrailingZeros(owners);
        var batch = outbox.add(target, command, argv, session.db(), session.protocol());
        return batch == null ? Outcome.Plain.NO_ROOM : batch;
    }

    private Outcome runHolding(
            Session session,
            Command command,
            Argv argv,
            ReplyWriter out,
            boolean waiting,
            long shards) {
        if (partitions.count() == 1) {
            return runHere(session, command, argv, out);
        }
        if (waiting) {
            return Outcome.Plain.EARLIER_FIRST;
        }
        if ((shards & ~(1L << self)) == 0) {
            return runHere(session, command, argv, out);
        }
        holding.hold(shards);
        try {
            return runHere(session, command, argv, out);
        } finally {
            holding.letGo(shards);
        }
    }

    private Outcome runHere(Session session, Command command, Argv argv, ReplyWriter out) {
        commands++;
        call.run(command, argv, session, out);
        var awaited = call.takeAwaited();
        return awaited == null ? Outcome.Plain.ANSWERED : new Outcome.Waits(awaited);
    }

    /** Runs what another shard sent here, until it is done or its replies take too much room. */
    public void runForwarded(ForwardBatch batch) {
        int fetchedTo = batch.firstToRun();
        boolean room = true;
        for (int i = batch.firstToRun(); i < batch.count() && room; i++) {
            if (i == fetchedTo) {
                fetchedTo = foresee(batch, i);
            }
            room = runForwarded(batch, i);
        }
    }

    private boolean runForwarded(ForwardBatch batch, int i) {
        commands++;
        try {
            batch.arguments(i, forwardedArgv);
            var outcome = call.runForwarded(
                    batch.command(i), forwardedArgv, batch.db(i), batch.replyTo(i));
            if (outcome instanceof io.kevy.rt.command.Outcome.ReplyLost) {
                batch.failed();
                return true;
            }
            return batch.replied();
        } catch (OutOfMemoryError e) {
            batch.failed();
            return true;
        } finally {
            forwardedArgv.clear();
        }
    }

    /** Fetches what some requests from this one on will need; returns the first of the others. */
    private int foresee(ForwardBatch batch, int from) {
        int to = Math.min(batch.count(), from + Lookahead.REQUESTS_MAX);
        prefetch.begin(partitions.get(self).keyspace(batch.db(from)));
        for (int i = from; i < to; i++) {
            batch.smallArguments(i, forwardedArgv);
            if (forwardedArgv.count() > 1) {
                prefetch.add(key.over(
                        forwardedArgv.memory(1), forwardedArgv.offset(1),
                        forwardedArgv.length(1)));
            }
        }
        prefetch.run();
        return to;
    }

    /** The row of an admitted request, or null when nothing is left to be done for it. */
    private @Nullable Command admit(
            Session session, Command found, Argv argv, ReplyWriter out) {
        var command = found;
        if (!command.subcommands().isEmpty() && argv.count() > 1) {
            var subcommand = command.subcommand(argv);
            if (subcommand == null) {
                return refuse(Refusals.unknownSubcommand(command, argv), session, out);
            }
            command = subcommand;
        }
        if (!command.accepts(argv.count())) {
            if (command.runsQueued()) {
                discard(session.transaction());
                return refuse(Refusals.discarded(command), session, out);
            }
            return refuse(Refusals.wrongArity(command), session, out);
        }
        if (command.is(Flag.WRITE) && call.isReadOnly()) {
            return refuse(Refusals.READ_ONLY, session, out);
        }
        if (session.transaction().isOpen() && !command.isUnqueued()) {
            if (command.is(Flag.NO_MULTI)) {
                return refuse(Refusals.NOT_IN_MULTI, session, out);
            }
            enqueue(session.transaction(), command, argv);
            if (session.transaction().queuedBytes() > call.host().config().queryBufferBytesMax()) {
                session.closeAfterReply();
                discard(session.transaction());
                return null;
            }
            out.simple(QUEUED);
            return null;
        }
        return command;
    }

    private void enqueue(Transaction transaction, Command command, Argv argv) {
        long owners =
                command.routing() == Routing.EVERY_SHARD
                        ? partitions.all()
                        : partitions.ownersOf(command, argv);
        var queued = new Argv();
        argv.moveTo(queued, MemorySegment.ofArray(new byte[argv.sliceBytes()]), 0);
        transaction.queue(command, queued, owners);
    }

    private static @Nullable Command refuse(String text, Session session, ReplyWriter out) {
        out.error(text);
        if (session.transaction().isOpen()) {
            session.transaction().refuse();
        }
        return null;
    }

    @Override
    public void closed(Session session) {
        discard(session.transaction());
    }

    /** Forgets queue and watches. */
    private void discard(Transaction transaction) {
        transaction.close();
        long shards = transaction.shards();
        if (shards == 0) {
            return;
        }
        boolean elsewhere = partitions.count() > 1 && (shards & ~(1L << self)) != 0;
        if (elsewhere) {
            holding.hold(shards);
        }
        try {
            transaction.unwatch(partitions);
        } finally {
            if (elsewhere) {
                holding.letGo(shards);
            }
        }
    }
}
