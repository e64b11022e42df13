package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every row that says it writes is asked to, on keys of one shard and of two: each shard that
 * changes must say so, and say it so that the change can be repeated.
 */
class WriteRowsTest {
    /** What {@code near}, {@code near2} and {@code far} stand for: two on one shard, one elsewhere. */
    private static final String NEAR = "{b}near";

    private static final String NEAR2 = "{b}near2";
    private static final String FAR = "{a}far";

    /** Requests that change something when each key holds a number and has a deadline. */
    static final Map<String, List<String>> REQUESTS =
            Map.ofEntries(
                    Map.entry("append", List.of("near x", "far x", "fresh x")),
                    Map.entry("copy", List.of(
                            "near fresh", "near far REPLACE", "near near DB 1", "near far DB 1")),
                    Map.entry("decr", List.of("near", "far", "fresh")),
                    Map.entry("decrby", List.of("near 7", "far 7")),
                    Map.entry("del", List.of("near", "far", "near far", "none far near2")),
                    Map.entry("expire", List.of("near 10", "far 10 XX", "far -1")),
                    Map.entry("expireat", List.of("near 5000000000", "far 1")),
                    Map.entry("flushall", List.of("", "ASYNC")),
                    Map.entry("flushdb", List.of("", "SYNC")),
                    Map.entry("getdel", List.of("near", "far")),
                    Map.entry("getex", List.of(
                            "near EX 10", "far PERSIST", "near PXAT 1", "far PX 10")),
                    Map.entry("getset", List.of("near x", "far x", "fresh x")),
                    Map.entry("incr", List.of("near", "far", "fresh")),
                    Map.entry("incrby", List.of("near 7", "far 7")),
                    Map.entry("incrbyfloat", List.of("near 0.1", "far 0.1", "fresh 3.0")),
                    Map.entry("move", List.of("near 1", "far 1")),
                    Map.entry("mset", List.of("near 1 near2 2", "near 1 far 2 near2 3")),
                    Map.entry("msetnx", List.of("fresh 1 none 2 new 3", "{b}x 1 {b}y 2")),
                    Map.entry("persist", List.of("near", "far")),
                    Map.entry("pexpire", List.of("near 10", "far 10")),
                    Map.entry("pexpireat", List.of("near 5000000000000", "far 1")),
                    Map.entry("psetex", List.of("near 10 x", "far 10 x")),
                    Map.entry("rename", List.of("near near2", "near far", "far near")),
                    Map.entry("renamenx", List.of("near {b}fresh", "near fresh", "far fresh")),
                    Map.entry("set", List.of(
                            "near x",
                            "far x EX 10",
                            "near x KEEPTTL GET",
                            "near x XX",
                            "fresh x NX",
                            "near x PXAT 1")),
                    Map.entry("setex", List.of("near 10 x", "far 10 x")),
                    Map.entry("setnx", List.of("fresh x", "none x")),
                    Map.entry("setrange", List.of("near 3 x", "far 3 x", "fresh 3 x")),
                    Map.entry("swapdb", List.of("0 1")),
                    Map.entry("unlink", List.of("near", "far", "near far")));

    static Shards prepared(int count) {
        var shards = new Shards(count);
        int value = 5;
        for (String key : List.of(NEAR, NEAR2, FAR)) {
            shards.run("SET", key, String.valueOf(value++), "PX", "1000000");
        }
        return shards;
    }

    static String request(String name, String arguments) {
        return (name + " " + arguments)
                .strip()
                .replace(" near2", " " + NEAR2)
                .replace(" near", " " + NEAR)
                .replace(" far", " " + FAR);
    }

    @Test
    void theKeysOfTheseTestsAreOnTwoShards() {
        try (var shards = new Shards(2)) {
            assertEquals(shards.owner(NEAR), shards.owner(NEAR2));
            assertFalse(shards.owner(NEAR) == shards.owner(FAR));
        }
    }

    @Test
    void everyRowThatWritesIsTriedHere() {
        try (var shards = new Shards(1)) {
            var writing = new TreeSet<String>();
            for (Command row : shards.table.commands()) {
                if (row.is(Flag.WRITE)) {
                    writing.add(row.name());
                }
            }
            assertEquals(writing, new TreeSet<>(REQUESTS.keySet()));
        }
    }

    @Test
    void everyShardThatChangesRecordsAnEffectThatRepeatsTheChange() {
        REQUESTS.forEach(
                (name, all) -> {
                    for (String arguments : all) {
                        check(request(name, arguments), 1);
                        check(request(name, arguments), 2);
                    }
                });
    }

    private static void check(String request, int count) {
        try (var primary = prepared(count);
                var replica = new Shards(count)) {
            replica.replay(primary.takeEffects());
            assertEquals(primary.digest(), replica.digest(), "prepared");
            var before = primary.digest();
            String reply = primary.ask(request);
            String where = request + " on " + count + " shards, reply " + reply;
            assertFalse(reply.startsWith("-"), where);
            assertFalse(before.equals(primary.digest()), where + " changes nothing");
            var effects = primary.takeEffects();
            for (int i = 0; i < count; i++) {
                int partition = i;
                long recorded = effects.stream().filter(e -> e.partition() == partition).count();
                boolean changed = !replica.digest(i).equals(primary.digest(i));
                assertTrue(recorded <= 1, () -> where + " has " + effects);
                assertTrue(!changed || recorded == 1, () -> where + " has " + effects);
            }
            replica.nowMillis += 1_000_000_000;
            replica.replay(effects);
            assertEquals(primary.digest(), replica.digest(), where);
        }
    }
}
