package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.PrimaryAddress;
import io.kevy.rt.dispatch.CommandSet;
import io.kevy.store.Store;
import io.kevy.store.StoreOptions;
import io.kevy.sys.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A server without sockets and threads, for tests of commands that look beyond the keyspace: several
 * clients, transactions, configuration, a clock set by hand, and replication that only pretends.
 *
 * <p>It admits and queues requests as the dispatcher does, and runs all of them in place.
 */
public final class TestServer implements Host, Replication, AutoCloseable {
    public static final long START_MILLIS = 1_700_000_000_000L;

    public long nowMillis = START_MILLIS;
    /** What the clock says beyond {@link #nowMillis}. */
    public long extraMicros;
    public Call.Expiry expiry = Call.Expiry.REMOVE;
    public boolean shutdown;
    public boolean statisticsReset;
    public int replicasReached;
    public List<String> infoSections = List.of();
    public final List<String> changedDirectives = new ArrayList<>();

    private final CommandTable table = CommandSet.table();
    private final Config config = Config.defaults();
    private final List<Store> stores = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Partitions partitions;
    private final Call call;
    private @Nullable PrimaryAddress primary;

    public TestServer(int shards) {
        var all = new Partition[shards];
        for (int i = 0; i < shards; i++) {
            var store = Store.open(new StoreOptions(16, true, i));
            stores.add(store);
            all[i] = new Partition(i, store, SilentSink.INSTANCE);
        }
        partitions = new Partitions(all);
        call = new Call(partitions, 0, this, new Random(1), new ReplyWriter(64),
                ChunkSource.ofArenas());
    }

    public Partitions partitions() {
        return partitions;
    }

    public Client connect() {
        var client = new Client(clients.size() + 1);
        clients.add(client);
        return client;
    }

    /** A client's connection. */
    public final class Client {
        public final Session session;
        private @Nullable Awaited awaited;
        private long awaitedUntilMillis;

        private Client(int id) {
            session = new Session(id, 0, "10.0.0." + id + ":5000", "10.0.0.9:6379", 7, nowMillis);
        }

        /** Runs a line of words separated by single blanks; the reply as it goes over the wire. */
        public String ask(String line) {
            return run(line.split(" ", -1));
        }

        /** Runs a request; the reply as it goes over the wire, as ISO-8859-1. */
        public String run(String... words) {
            return request(argv(words));
        }

        /** Like {@link #ask}, the reply in one line: {@code "*2 $1 a $1 b"}. */
        public String line(String line) {
            return ask(line).strip().replace("\r\n", " ");
        }

        private String request(Argv argv) {
            var out = writer();
            var row = row(argv);
            if (row == null || !row.accepts(argv.count())) {
                session.transaction().refuse();
                out.error("ERR not accepted");
            } else if (session.transaction().isOpen() && !row.isUnqueued()) {
                session.transaction().queue(row, argv.detachedCopy(), partitions.all());
                out.simple("QUEUED");
            } else {
                session.active(row, nowMillis);
                call.turn(nowMillis, expiry);
                call.run(row, argv, session, out);
                awaited = call.takeAwaited();
                if (awaited != null) {
                    long timeout = awaited.timeoutMillis();
                    awaitedUntilMillis = timeout == 0 ? Long.MAX_VALUE : nowMillis + timeout;
                    awaited.begin(session.outlet());
                }
            }
            return text(out);
        }

        /** What a turn at the present time adds to the replies; empty while the client waits. */
        public String turn() {
            var waiting = awaited;
            if (waiting == null) {
                throw new AssertionError("nothing is waited for");
            }
            var out = writer();
            if (waiting.answer(out, nowMillis >= awaitedUntilMillis)) {
                waiting.end(session.outlet());
                awaited = null;
            }
            return text(out);
        }

        public boolean isWaiting() {
            return awaited != null;
        }

        private ReplyWriter writer() {
            var out = new ReplyWriter(256);
            out.protocol(session.protocol());
            return out;
        }
    }

    private static Argv argv(String... words) {
        var argv = new Argv();
        argv.clear(String.join("", words).getBytes(StandardCharsets.ISO_8859_1));
        int at = 0;
        for (String word : words) {
            argv.add(at, word.length());
            at += word.length();
        }
        return argv;
    }

    private static String text(ReplyWriter out) {
        return new String(out.array(), 0, out.size(), StandardCharsets.ISO_8859_1);
    }

    private @Nullable Command row(Argv argv) {
        var row = table.find(argv);
        return row != null && !row.subcommands().isEmpty() && argv.count() > 1
                ? row.subcommand(argv)
                : row;
    }

    @Override
    public Config config() {
        return config;
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public long nanoTime() {
                return unixMicros() * 1000;
            }

            @Override
            public long unixMillis() {
                return nowMillis;
            }

            @Override
            public long unixMicros() {
                return nowMillis * 1000 + extraMicros;
            }
        };
    }

    @Override
    public CommandTable commands() {
        return table;
    }

    @Override
    public Replication replication() {
        return this;
    }

    @Override
    public List<Session> sessions() {
        var sessions = new ArrayList<Session>();
        for (Client client : clients.reversed()) {
            sessions.add(client.session);
        }
        return sessions;
    }

    @Override
    public String info(List<String> sections) {
        infoSections = sections;
        return "# Info\r\n";
    }

    @Override
    public void resetStatistics() {
        statisticsReset = true;
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public void configChanged(String directive) {
        changedDirectives.add(directive);
    }

    @Override
    public boolean isReplica() {
        return primary != null;
    }

    @Override
    public boolean follow(String host, int port) {
        var target = new PrimaryAddress(host, port);
        boolean changes = !target.equals(primary);
        primary = target;
        return changes;
    }

    @Override
    public void promote() {
        primary = null;
    }

    @Override
    public void role(ReplyWriter reply) {
        reply.bulk(primary == null ? "master" : "slave of " + primary);
    }

    @Override
    public void info(StringBuilder text, long nowMillis) {
        text.append("role:").append(primary == null ? "master" : "slave").append("\r\n");
    }

    @Override
    public long[] offsets() {
        return new long[partitions.count()];
    }

    @Override
    public int replicasAt(long[] offsets) {
        return replicasReached;
    }

    @Override
    public void tell(Outlet waiting) {}

    @Override
    public void tellNoMore(Outlet waiting) {}

    @Override
    public void close() {
        stores.forEach(Store::close);
    }
}
