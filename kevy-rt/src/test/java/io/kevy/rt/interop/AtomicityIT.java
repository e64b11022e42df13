package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Reply;
import io.kevy.rt.replication.RespClient;
import io.kevy.rt.replication.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What spans shards happens as a whole, seen by real clients. Writers do a fixed number of
 * operations; readers look at everything until the last writer is done.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ParameterizedClass
@ValueSource(ints = {2, 5})
final class AtomicityIT {
    private static final int KEYS_PER_SHARD = 2;
    private static final int MSETS = 1_500;
    private static final int RENAMES = 1_500;

    /** So many that a rename takes its time. */
    private static final int RENAMED_BYTES = 64 << 10;

    private static final int TELLERS = 4;
    private static final int TRANSFERS = 200;
    private static final int FIRST_BALANCE = 1_000;
    private static final int PIPELINES = 20;
    private static final int PIPELINE = 500;

    private static ServerProcess server;

    @Parameter
    int shards;

    /** Writers that are not done yet. */
    private final AtomicInteger writing = new AtomicInteger();

    private final List<Callable<Void>> jobs = new ArrayList<>();

    @BeforeParameterizedClassInvocation
    static void start(int shards) throws IOException {
        server = ServerProcess.start("--port", "0", "--shards", Integer.toString(shards),
                "--replication-port-base", "-1");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Test
    void noReaderSeesHalfOfAnMset() throws Exception {
        var keys = ShardKeys.onEveryShard("mset:", shards, KEYS_PER_SHARD);
        Set<List<Reply>> seen = ConcurrentHashMap.newKeySet();
        mset(keys, "before");
        for (String writer : List.of("a", "b")) {
            write(client -> {
                for (int i = 0; i < MSETS; i++) {
                    assertEquals("OK", client.text(msetRequest(keys, writer + i)));
                }
            });
        }
        for (var reading : List.<Reading>of(AtomicityIT::mget, AtomicityIT::getsInMulti)) {
            readMeanwhile(client -> {
                var values = reading.apply(client, keys);
                assertEquals(1, new HashSet<>(values).size(), () -> "different: " + values);
                seen.add(values);
            });
        }
        Together.run(jobs);
        assertTrue(seen.size() > 2, "the readers have read between the writes");
    }

    @Test
    void noReaderSeesMoneyOnItsWay() throws Exception {
        var accounts = ShardKeys.onEveryShard("account:", shards, KEYS_PER_SHARD);
        var tellers = new ArrayList<Teller>();
        mset(accounts, Integer.toString(FIRST_BALANCE));
        for (int i = 0; i < TELLERS; i++) {
            var teller = new Teller(accounts, i);
            tellers.add(teller);
            write(client -> {
                for (int j = 0; j < TRANSFERS; j++) {
                    teller.transfer(client);
                }
            });
        }
        for (var reading : List.<Reading>of(AtomicityIT::mget, AtomicityIT::getsInMulti,
                AtomicityIT::mgetInMulti)) {
            readMeanwhile(client -> assertEquals((long) FIRST_BALANCE * accounts.size(),
                    sum(reading.apply(client, accounts))));
        }
        Together.run(jobs);
        try (var client = server.client()) {
            for (int i = 0; i < accounts.size(); i++) {
                int account = i;
                long moved = tellers.stream().mapToLong(each -> each.moved(account)).sum();
                assertEquals(Long.toString(FIRST_BALANCE + moved),
                        client.text("GET", accounts.get(account)));
            }
        }
        assertTrue(tellers.stream().mapToInt(Teller::retries).sum() > 0, "tellers collide");
    }

    @Test
    void aKeyThatIsRenamedToAnotherShardIsAlwaysThereOnce() throws Exception {
        var names = ShardKeys.onEveryShard("name:", shards, 1);
        String here = names.getFirst();
        String there = names.getLast();
        try (var client = server.client()) {
            client.call("SET", here, "x".repeat(RENAMED_BYTES));
        }
        write(client -> {
            for (int i = 0; i < RENAMES; i++) {
                assertEquals("OK", client.text("RENAME", here, there));
                assertEquals("1", client.text("RENAMENX", there, here));
            }
        });
        readMeanwhile(client -> assertEquals("1", client.text("EXISTS", here, there)));
        readMeanwhile(client -> assertEquals(Set.of(new Reply.Int(0), new Reply.Int(1)),
                Set.copyOf(inMulti(client, "EXISTS", List.of(here, there)))));
        readMeanwhile(client -> assertEquals(
                Set.of(new Reply.Int(0), new Reply.Int(RENAMED_BYTES)),
                Set.copyOf(inMulti(client, "STRLEN", List.of(here, there)))));
        Together.run(jobs);
    }

    @Test
    void repliesFromAllShardsComeInTheOrderOfTheRequests() throws Exception {
        for (int i = 0; i < 4; i++) {
            var keys = ShardKeys.onEveryShard("pipeline" + i + ":", shards, KEYS_PER_SHARD);
            var model = new PipelineModel(i, keys);
            jobs.add(() -> {
                try (var client = RawClient.connect(server.port())) {
                    for (int j = 0; j < PIPELINES; j++) {
                        pipeline(client, model);
                    }
                }
                return null;
            });
        }
        Together.run(jobs);
    }

    private static void pipeline(RawClient client, PipelineModel model) throws IOException {
        var requests = new ByteArrayOutputStream();
        var exchanges = new ArrayList<PipelineModel.Exchange>();
        for (int i = 0; i < PIPELINE; i++) {
            var exchange = model.next();
            exchanges.add(exchange);
            requests.writeBytes(Request.of(exchange.words()).bytes());
        }
        client.send(requests.toByteArray());
        for (PipelineModel.Exchange exchange : exchanges) {
            assertEquals(exchange.reply(),
                    new String(client.reply(), StandardCharsets.ISO_8859_1),
                    () -> String.join(" ", exchange.words()));
        }
    }

    /** A way to read the values of several keys at once. */
    private interface Reading extends BiFunction<RespClient, List<String>, List<Reply>> {}

    private static List<Reply> mget(RespClient client, List<String> keys) {
        return items(client.call(words("MGET", keys)));
    }

    private static List<Reply> getsInMulti(RespClient client, List<String> keys) {
        return inMulti(client, "GET", keys);
    }

    private static List<Reply> mgetInMulti(RespClient client, List<String> keys) {
        assertEquals("OK", client.text("MULTI"));
        assertEquals("QUEUED", client.text(words("MGET", keys)));
        return items(items(client.call("EXEC")).getFirst());
    }

    /** The replies to a command for each key in turn. */
    private static List<Reply> inMulti(RespClient client, String command, List<String> keys) {
        assertEquals("OK", client.text("MULTI"));
        for (String key : keys) {
            assertEquals("QUEUED", client.text(command, key));
        }
        return items(client.call("EXEC"));
    }

    private static List<Reply> items(Reply reply) {
        return assertInstanceOf(Reply.Array.class, reply).items();
    }

    private static long sum(List<Reply> balances) {
        return balances.stream().mapToLong(each -> Long.parseLong(RespClient.text(each))).sum();
    }

    private static void mset(List<String> keys, String value) throws IOException {
        try (var client = server.client()) {
            assertEquals("OK", client.text(msetRequest(keys, value)));
        }
    }

    private static String[] msetRequest(List<String> keys, String value) {
        return words("MSET", keys.stream().flatMap(key -> List.of(key, value).stream()).toList());
    }

    private static String[] words(String name, List<String> arguments) {
        var words = new ArrayList<>(List.of(name));
        words.addAll(arguments);
        return words.toArray(String[]::new);
    }

    /** Adds a writer, which does all of {@code work}. */
    private void write(Consumer<RespClient> work) {
        writing.incrementAndGet();
        jobs.add(() -> {
            try (var client = server.client()) {
                work.accept(client);
            } finally {
                writing.decrementAndGet();
            }
            return null;
        });
    }

    /** Adds a reader, which looks again and again as long as there are writers. */
    private void readMeanwhile(Consumer<RespClient> look) {
        jobs.add(() -> {
            try (var client = server.client()) {
                while (writing.get() > 0) {
                    look.accept(client);
                }
                look.accept(client);
            }
            return null;
        });
    }
}
