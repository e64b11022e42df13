package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The exact commands by which changes become known. */
class EffectFormsTest {
    private static final long NOW = Shards.START_MILLIS;

    private final Shards shards = new Shards(1);
    private final Shards two = new Shards(2);

    @AfterEach
    void close() {
        shards.close();
        two.close();
    }

    private void expect(String request, String... effects) {
        expect(shards, request, effects);
    }

    private static void expect(Shards shards, String request, String... effects) {
        shards.ask(request);
        var found =
                shards.takeEffects().stream().map(e -> String.join(" ", e.arguments())).toList();
        assertEquals(List.of(effects), found, request);
    }

    @Test
    void aPlainSetGoesAsTyped() {
        expect("set k v", "set k v");
        expect("SETNX n v", "SETNX n v");
        expect("MSET a 1 b 2", "MSET a 1 b 2");
        expect("INCRBY a 5", "INCRBY a 5");
        expect("APPEND a 5", "APPEND a 5");
        expect("APPEND a \"\"", "APPEND a ");
        expect("SETRANGE a 1 xyz", "SETRANGE a 1 xyz");
    }

    @Test
    void conditionsOfSetAreDroppedAndDeadlinesBecomeAbsolute() {
        expect("SET k 1 NX", "SET k 1");
        expect("SET k 2 XX GET", "SET k 2");
        expect("SET k 3 EX 10", "SET k 3 PXAT " + (NOW + 10_000));
        expect("SET k 4 PX 10 XX", "SET k 4 PXAT " + (NOW + 10));
        expect("SET k 5 EXAT 1800000000", "SET k 5 PXAT 1800000000000");
        expect("SET k 6 KEEPTTL", "SET k 6 KEEPTTL");
        expect("SETEX k 10 7", "SET k 7 PXAT " + (NOW + 10_000));
        expect("PSETEX k 10 8", "SET k 8 PXAT " + (NOW + 10));
        expect("GETSET k 9", "SET k 9");
    }

    @Test
    void aDeadlineInThePastIsADel() {
        expect("SET none 1 PXAT 1");
        shards.ask("MSET a 1 b 1 c 1 d 1");
        shards.takeEffects();
        expect("SET a 1 PXAT 1", "DEL a");
        expect("GETEX b EXAT 1", "DEL b");
        expect("EXPIRE c 0", "DEL c");
        expect("PEXPIREAT d 1", "DEL d");
    }

    @Test
    void changedDeadlinesArePexpireatOrPersist() {
        shards.ask("SET k v");
        shards.takeEffects();
        expect("EXPIRE k 10 NX", "PEXPIREAT k " + (NOW + 10_000));
        expect("PEXPIRE k 20000", "PEXPIREAT k " + (NOW + 20_000));
        expect("EXPIREAT k 1800000000", "PEXPIREAT k 1800000000000");
        expect("GETEX k EX 5", "PEXPIREAT k " + (NOW + 5_000));
        expect("GETEX k PERSIST", "PERSIST k");
        expect("GETEX k PERSIST");
        expect("GETEX k");
        expect("PERSIST k");
        expect("PEXPIREAT k 1800000000000", "PEXPIREAT k 1800000000000");
        expect("PERSIST k", "PERSIST k");
    }

    @Test
    void aFloatSumIsASet() {
        expect("INCRBYFLOAT k 0.5", "SET k 0.5 KEEPTTL");
        expect("INCRBYFLOAT k 0.25", "SET k 0.75 KEEPTTL");
    }

    @Test
    void whatChangesNothingHasNoEffect() {
        shards.ask("MSET k v n 1");
        shards.takeEffects();
        expect("SETNX k w");
        expect("SET k w NX");
        expect("SET none w XX");
        expect("MSETNX none 1 k 1");
        expect("DEL none");
        expect("GETDEL none");
        expect("INCR k");
        expect("SETRANGE none 5 \"\"");
        expect("EXPIRE none 1");
        expect("EXPIRE k 10 XX");
        expect("RENAME k k");
        expect("RENAMENX k n");
        expect("COPY k n");
        expect("MOVE none 1");
        expect("SWAPDB 3 3");
        expect("GET k");
        expect("TOUCH k");
    }

    @Test
    void aKeyPastItsDeadlineIsADelBeforeAnythingElse() {
        shards.ask("SET k 1 PX 10");
        shards.takeEffects();
        shards.nowMillis += 10;
        expect("GET k");
        shards.nowMillis += 1;
        expect("INCR k", "DEL k", "INCR k");
        expect("PEXPIRE k 5", "PEXPIREAT k " + (NOW + 16));
        shards.nowMillis += 6;
        expect("GET k", "DEL k");
    }

    @Test
    void keysOfSeveralShardsAreSplitByOwner() {
        // The slots of b and f are in the first half, those of a and e in the second.
        expect(two, "MSET a 1 b 2 e 3 f 4", "MSET b 2 f 4", "MSET a 1 e 3");
        expect(two, "MSETNX c 1 b 2");
        expect(two, "UNLINK a none f", "DEL f", "DEL a");
        expect(two, "DEL a b", "DEL b");
        expect(two, "SET x{a} 1", "SET x{a} 1");
        expect(two, "DEL x{a} e", "DEL x{a} e");
    }

    @Test
    void valuesThatLeaveTheirShardAreADelAndASet() {
        two.ask("SET a 1");
        two.ask("SET b 2 PXAT 1800000000000");
        two.takeEffects();
        expect(two, "COPY a c{a}", "COPY a c{a}");
        expect(two, "COPY b c{a} REPLACE", "SET c{a} 2 PXAT 1800000000000");
        expect(two, "COPY a a DB 2", "SET a 1");
        expect(two, "MOVE a 3", "MOVE a 3");
        expect(two, "RENAME b a", "DEL b", "SET a 2 PXAT 1800000000000");
        expect(two, "RENAME a d{a}", "RENAME a d{a}");
        expect(two, "RENAMENX d{a} b", "DEL d{a}", "SET b 2 PXAT 1800000000000");
    }

    @Test
    void everyShardHearsOfAFlushAndOfASwap() {
        two.session.db(5);
        expect(two, "flushdb", "flushdb", "flushdb");
        expect(two, "FLUSHALL ASYNC", "FLUSHALL ASYNC", "FLUSHALL ASYNC");
        expect(two, "SWAPDB 0 1", "SWAPDB 0 1", "SWAPDB 0 1");
    }

    @Test
    void anEffectSaysWhichDatabaseItIsFor() {
        shards.session.db(3);
        shards.ask("SET k v");
        shards.ask("COPY k k DB 7");
        var databases = shards.takeEffects().stream().map(Shards.Recorded::db).toList();
        assertEquals(List.of(3, 7), databases);
    }
}
