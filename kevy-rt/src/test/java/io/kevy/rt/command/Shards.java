package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.keys.KeysFamily;
import io.kevy.rt.command.string.StringFamily;
import io.kevy.rt.config.Config;
import io.kevy.store.Digest;
import io.kevy.store.Store;
import io.kevy.store.StoreOptions;
import io.kevy.sys.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A server of one thread without sockets, for tests: partitions over poisoned stores, one call for
 * each, one client, a clock set by hand, and a record of every effect.
 *
 * <p>Requests run where the dispatcher would run them: at the client's shard 0, or forwarded to the
 * one owner of their keys.
 */
public final class Shards implements AutoCloseable {
    public static final long START_MILLIS = 1_700_000_000_000L;
    public static final int DATABASES = 16;

    /** An effect of one partition, its arguments as ISO-8859-1 texts. */
    public record Recorded(int partition, int db, List<String> arguments) {
        @Override
        public String toString() {
            return partition + "/" + db + ": " + String.join(" ", arguments);
        }
    }

    public final CommandTable table;
    public final Session session = new Session(1, 0, "127.0.0.1:1", "127.0.0.1:2", 3, START_MILLIS);
    public final List<Recorded> effects = new ArrayList<>();
    public final List<Cause> causes = new ArrayList<>();
    public final Partitions partitions;
    public long nowMillis = START_MILLIS;
    public Call.Expiry expiry = Call.Expiry.REMOVE;
    public Config config = Config.defaults();

    private final List<Store> stores = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final ReplyWriter reply = new ReplyWriter(1024);

    public Shards(int count) {
        this(count, true);
    }

    public Shards(int count, boolean poison) {
        var rows = new ArrayList<Command>(StringFamily.rows());
        rows.addAll(KeysFamily.rows());
        table = new CommandTable(rows);
        var all = new Partition[count];
        for (int i = 0; i < count; i++) {
            var store = Store.open(new StoreOptions(DATABASES, poison, 31L * i + count));
            stores.add(store);
            all[i] = new Partition(i, store, new Recorder(i));
        }
        partitions = new Partitions(all);
        for (int i = 0; i < count; i++) {
            calls.add(new Call(partitions, i, new TestHost(), new Random(count), reply,
                    ChunkSource.ofArenas()));
        }
    }

    /** Room that may still be reserved, counted down; {@link Integer#MAX_VALUE}: any. */
    public int reservationsLeft = Integer.MAX_VALUE;

    /** Whether taking an effect fails although there is room. */
    public boolean recordFails;

    /** Keeps every effect, and holds that there was room for it. */
    private final class Recorder implements EffectSink {
        private final int partition;

        Recorder(int partition) {
            this.partition = partition;
        }

        private int effectsLeft;
        private int argsLeft;
        private long bytesLeft;

        @Override
        public void reserve(int count, int args, long bytes) {
            if (reservationsLeft == 0) {
                throw new OutOfMemoryError("injected");
            }
            reservationsLeft--;
            effectsLeft += count;
            argsLeft += args;
            bytesLeft += bytes;
        }

        @Override
        public void record(Effect effect) {
            if (recordFails) {
                throw new OutOfMemoryError("injected");
            }
            var argv = effect.argv();
            effectsLeft--;
            argsLeft -= argv.count();
            for (int i = 0; i < argv.count(); i++) {
                bytesLeft -= argv.length(i);
            }
            if (effectsLeft < 0 || argsLeft < 0 || bytesLeft < 0) {
                throw new AssertionError("no room was reserved for " + argv);
            }
            causes.add(effect.cause());
            effects.add(
                    new Recorded(partition, effect.db(), texts(argv)));
        }

        @Override
        public void release() {
            effectsLeft = 0;
            argsLeft = 0;
            bytesLeft = 0;
        }
    }

    /** Splits at single spaces; {@code ""} is an empty argument. */
    public static String[] words(String line) {
        String[] words = line.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("\"\"") ? "" : words[i];
        }
        return words;
    }

    /**
     * Runs a request and gives its reply in one line: {@code ask("MGET a b")} may be {@code "*2 $1 x
     * $-1"}.
     */
    public String ask(String line) {
        return run(words(line)).strip().replace("\r\n", " ");
    }

    /** Runs a request of a client; the reply as it goes over the wire, as ISO-8859-1. */
    public String run(String... arguments) {
        return run(argv(arguments));
    }

    public String run(Argv argv) {
        reply.clear();
        reply.protocol(session.protocol());
        var row = row(argv);
        if (row == null || !row.accepts(argv.count())) {
            return "-ERR not accepted\r\n";
        }
        long owners = row.routing() == Routing.OWNER ? partitions.ownersOf(row, argv) : 0;
        if (Long.bitCount(owners) == 1 && owners != 1) {
            var call = calls.get(Long.numberOfTrailingZeros(owners));
            call.turn(nowMillis, expiry);
            call.runForwarded(row, argv, session.db(), reply);
        } else {
            calls.getFirst().turn(nowMillis, expiry);
            calls.getFirst().run(row, argv, session, reply);
        }
        return new String(reply.array(), 0, reply.size(), StandardCharsets.ISO_8859_1);
    }

    /** Runs effects as frames of a primary, each on the partition it was recorded for. */
    public void replay(List<Recorded> frames) {
        for (Recorded frame : frames) {
            reply.clear();
            var argv = argv(frame.arguments().toArray(String[]::new));
            var row = row(argv);
            if (row == null) {
                throw new AssertionError("no such command: " + frame);
            }
            var call = calls.get(frame.partition());
            call.turn(nowMillis, expiry);
            var outcome = call.runReplicated(row, argv, frame.db(), reply);
            if (!(outcome instanceof Outcome.Done)) {
                throw new AssertionError(frame + ": " + outcome);
            }
        }
    }

    private @Nullable Command row(Argv argv) {
        var row = table.find(argv);
        return row != null && !row.subcommands().isEmpty() && argv.count() > 1
                ? row.subcommand(argv)
                : row;
    }

    /** A call like those of this server, on other partitions. */
    Call callOn(Partitions others, ReplyWriter reply) {
        var call = new Call(others, 0, new TestHost(), new Random(1), reply,
                ChunkSource.ofArenas());
        call.turn(nowMillis, expiry);
        return call;
    }

    /** Effects recorded since the last call, for reading. */
    public List<Recorded> takeEffects() {
        var taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    /** Content of all databases of all partitions. */
    public Digest digest() {
        var sum = Digest.EMPTY;
        for (int i = 0; i < partitions.count(); i++) {
            sum = sum.plus(digest(i));
        }
        return sum;
    }

    /** Content of all databases of one partition. */
    public Digest digest(int partition) {
        var sum = Digest.EMPTY;
        for (int db = 0; db < DATABASES; db++) {
            sum = sum.plus(partitions.get(partition).keyspace(db).digest());
        }
        return sum;
    }

    /** The partition that owns a key. */
    public Partition owner(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        return partitions.get(partitions.ownerOf(bytes, 0, bytes.length));
    }

    /** Lets the stores give back what has been removed. */
    public void reclaim() {
        for (Store store : stores) {
            var steps = new int[] {100};
            store.work(() -> steps[0]-- <= 0);
        }
    }

    public static Argv argv(String... arguments) {
        byte[] bytes = String.join("", arguments).getBytes(StandardCharsets.ISO_8859_1);
        var argv = new Argv();
        argv.clear(bytes);
        int at = 0;
        for (String argument : arguments) {
            argv.add(at, argument.length());
            at += argument.length();
        }
        return argv;
    }

    static List<String> texts(Argv argv) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < argv.count(); i++) {
            texts.add(argv.text(i));
        }
        return texts;
    }

    @Override
    public void close() {
        stores.forEach(Store::close);
    }

    /** A server that has a configuration and commands, and is never asked for more. */
    private final class TestHost implements Host {
        @Override
        public Config config() {
            return config;
        }

        @Override
        public Clock clock() {
            throw new AssertionError("not part of this test");
        }

        @Override
        public CommandTable commands() {
            return table;
        }

        @Override
        public Replication replication() {
            throw new AssertionError("not part of this test");
        }

        @Override
        public List<Session> sessions() {
            throw new AssertionError("not part of this test");
        }

        @Override
        public String info(List<String> sections) {
            throw new AssertionError("not part of this test");
        }

        @Override
        public void resetStatistics() {
            throw new AssertionError("not part of this test");
        }

        @Override
        public void shutdown() {
            throw new AssertionError("not part of this test");
        }

        @Override
        public void configChanged(String directive) {
            throw new AssertionError("not part of this test");
        }
    }
}
