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
import io.kevy.rt.net.Connection;
import io.kevy.rt.net.Forward;
import io.kevy.rt.net.ForwardPool;
import io.kevy.rt.net.Lookahead;
import io.kevy.rt.net.Requests;
import io.kevy.store.Prefetch;
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
    private final ForwardPool pool;
    private final Outbox outbox;
    private final Call call;
    private final Prefetch prefetch = new Prefetch(Lookahead.REQUESTS_MAX);
    private final CrossProtocolGuard guard = new CrossProtocolGuard();
    private long nowMillis;
    private long commands;

    public Dispatcher(
            int self,
            CommandTable table,
            Partitions partitions,
            Holding holding,
            ForwardPool pool,
            Outbox outbox,
            Call call) {
        this.self = self;
        this.table = table;
        this.partitions = partitions;
        this.holding = holding;
        this.pool = pool;
        this.outbox = outbox;
        this.call = call;
    }

    /** Begins a turn. */
    public void turn(long nowMillis, Call.Expiry expiry) {
        this.nowMillis = nowMillis;
        call.turn(nowMillis, expiry);
    }

    /** Commands run since start. */
    public long commands() {
        return commands;
    }

    @Override
    public boolean request(Connection connection, Argv argv, ReplyWriter out) {
        var session = connection.session();
        out.protocol(session.protocol());
        var command = admit(session, argv, out, connection);
        if (command == null) {
            return true;
        }
        session.active(command, nowMillis);
        return switch (command.routing()) {
            case OWNER -> toOwner(connection, command, argv, out);
            case CONNECTION -> runHere(connection, command, argv, out);
            case EVERY_SHARD -> runHolding(connection, command, argv, out, partitions.all());
            case IN_PLACE ->
                runHolding(
                        connection,
                        command,
                        argv,
                        out,
                        session.transaction().shards() | partitions.ownersOf(command, argv));
        };
    }

    /**
     * Looks for the first key of each request where this shard would have it. That is right for
     * most requests and does no harm to the others: a wrong guess costs less than knowing better.
     */
    @Override
    public void foresee(Connection connection, Lookahead requests) {
        prefetch.begin(partitions.get(self).keyspace(connection.session().db()));
        for (int i = 0; i < requests.count(); i++) {
            var argv = requests.request(i);
            if (argv.count() > 1) {
                prefetch.add(argv.bytes(), argv.offset(1), argv.length(1));
            }
        }
        prefetch.run();
    }

    private boolean toOwner(Connection connection, Command command, Argv argv, ReplyWriter out) {
        if (partitions.count() == 1) {
            return runHere(connection, command, argv, out);
        }
        long owners = partitions.ownersOf(command, argv);
        if ((owners & (owners - 1)) != 0) {
            return runHolding(connection, command, argv, out, owners);
        }
        if ((owners & ~(1L << self)) == 0) {
            return runHere(connection, command, argv, out);
        }
        Forward forward = connection.replies().takesForward() ? pool.take() : null;
        if (forward == null) {
            return false;
        }
        var session = connection.session();
        forward.fill(connection, command, argv, session.db(), session.protocol());
        connection.replies().add(forward);
        outbox.forward(Long.numberOfTrailingZeros(owners), forward);
        return true;
    }

    private boolean runHolding(
            Connection connection, Command command, Argv argv, ReplyWriter out, long shards) {
        if (partitions.count() == 1) {
            return runHere(connection, command, argv, out);
        }
        if (!connection.replies().isEmpty()) {
            return false;
        }
        if ((shards & ~(1L << self)) == 0) {
            return runHere(connection, command, argv, out);
        }
        holding.hold(shards);
        try {
            return runHere(connection, command, argv, out);
        } finally {
            holding.letGo(shards);
        }
    }

    private boolean runHere(Connection connection, Command command, Argv argv, ReplyWriter out) {
        int before = out.size();
        commands++;
        call.run(command, argv, connection.session(), out);
        var suspension = call.takeSuspension();
        if (suspension != null) {
            connection.suspend(suspension);
        } else if (!connection.replies().isEmpty()) {
            connection.replies().defer(out, before);
        }
        return true;
    }

    /** Runs a request that another shard sent here. */
    public void runForwarded(Forward forward) {
        commands++;
        call.runForwarded(forward.command(), forward.argv(), forward.db(), forward.reply());
    }

    /** The row of an admitted request, or null when nothing is left to be done for it. */
    private @Nullable Command admit(
            Session session, Argv argv, ReplyWriter out, Connection connection) {
        var command = table.find(argv);
        if (command == null) {
            if (CrossProtocolGuard.isHttp(argv)) {
                guard.warn(session.remoteAddress(), nowMillis);
                connection.close();
                return null;
            }
            return refuse(Refusals.unknownCommand(argv), session, out, connection);
        }
        if (!command.subcommands().isEmpty() && argv.count() > 1) {
            var subcommand = command.subcommand(argv);
            if (subcommand == null) {
                return refuse(
                        Refusals.unknownSubcommand(command, argv), session, out, connection);
            }
            command = subcommand;
        }
        if (!command.accepts(argv.count())) {
            if (command.runsQueued()) {
                discard(session.transaction());
                return refuse(Refusals.discarded(command), session, out, connection);
            }
            return refuse(Refusals.wrongArity(command), session, out, connection);
        }
        if (command.is(Flag.WRITE) && call.isReadOnly()) {
            return refuse(Refusals.READ_ONLY, session, out, connection);
        }
        if (session.transaction().isOpen() && !command.isUnqueued()) {
            if (command.is(Flag.NO_MULTI)) {
                return refuse(Refusals.NOT_IN_MULTI, session, out, connection);
            }
            enqueue(session.transaction(), command, argv);
            if (session.transaction().queuedBytes() > call.host().config().queryBufferBytesMax()) {
                connection.close();
                return null;
            }
            int before = out.size();
            out.simple(QUEUED);
            deferIfWaiting(connection, out, before);
            return null;
        }
        return command;
    }

    private void enqueue(Transaction transaction, Command command, Argv argv) {
        long owners =
                command.routing() == Routing.EVERY_SHARD
                        ? partitions.all()
                        : partitions.ownersOf(command, argv);
        transaction.queue(command, argv.detachedCopy(), owners);
    }

    private static @Nullable Command refuse(
            String text, Session session, ReplyWriter out, Connection connection) {
        int before = out.size();
        out.error(text);
        deferIfWaiting(connection, out, before);
        if (session.transaction().isOpen()) {
            session.transaction().refuse();
        }
        return null;
    }

    private static void deferIfWaiting(Connection connection, ReplyWriter out, int before) {
        if (!connection.replies().isEmpty()) {
            connection.replies().defer(out, before);
        }
    }

    @Override
    public void closed(Connection connection) {
        discard(connection.session().transaction());
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
