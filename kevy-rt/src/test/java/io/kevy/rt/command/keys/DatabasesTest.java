package io.kevy.rt.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.Shards;
import io.kevy.rt.command.Transaction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabasesTest {
    private final Shards shards = new Shards(2);

    @AfterEach
    void close() {
        shards.close();
    }

    private Transaction watch(int db, String key) {
        var transaction = new Transaction();
        shards.owner(key).watches().add(db, key.getBytes(StandardCharsets.US_ASCII), transaction);
        return transaction;
    }

    private String in(int db, String request) {
        shards.session.db(db);
        return shards.ask(request);
    }

    @Test
    void aFlushEmptiesEveryShardOfOneDatabaseOrOfAll() {
        for (int db = 0; db < 3; db++) {
            in(db, "MSET a 1 b 2 c 3 d 4");
        }
        assertEquals("+OK", in(1, "FLUSHDB"));
        assertEquals(":0", in(1, "DBSIZE"));
        assertEquals(":4", in(0, "DBSIZE"));
        assertEquals("+OK", in(1, "FLUSHALL"));
        assertEquals(":0", in(0, "DBSIZE"));
        assertEquals(":0", in(2, "DBSIZE"));
    }

    @Test
    void aFlushTouchesWatchedKeysThatWereThere() {
        in(1, "MSET a 1 b 2");
        var near = watch(1, "a");
        var far = watch(1, "b");
        var absent = watch(1, "c");
        var elsewhere = watch(2, "a");
        in(1, "FLUSHDB");
        assertTrue(near.isTouched());
        assertTrue(far.isTouched());
        assertFalse(absent.isTouched());
        assertFalse(elsewhere.isTouched());
    }

    @Test
    void aFlushOfAllTouchesWatchedKeysOfEveryDatabase() {
        in(1, "SET a 1");
        in(2, "SET b 1");
        var first = watch(1, "a");
        var second = watch(2, "b");
        in(0, "FLUSHALL ASYNC");
        assertTrue(first.isTouched());
        assertTrue(second.isTouched());
    }

    @Test
    void aSwapExchangesEveryShardAndTouchesWhatIsInEitherDatabase() {
        in(0, "MSET a zero b zero");
        in(1, "SET c one");
        var gone = watch(0, "a");
        var come = watch(0, "c");
        var absent = watch(0, "x");
        var elsewhere = watch(2, "a");
        assertEquals("+OK", in(5, "SWAPDB 0 1"));
        assertEquals("*3 $-1 $-1 $3 one", in(0, "MGET a b c"));
        assertEquals("*3 $4 zero $4 zero $-1", in(1, "MGET a b c"));
        assertTrue(gone.isTouched());
        assertTrue(come.isTouched());
        assertFalse(absent.isTouched());
        assertFalse(elsewhere.isTouched());
    }

    @Test
    void aMoveTouchesTheKeyInBothDatabases() {
        in(0, "SET a 1");
        var source = watch(0, "a");
        var target = watch(3, "a");
        assertEquals(":1", in(0, "MOVE a 3"));
        assertTrue(source.isTouched());
        assertTrue(target.isTouched());
    }

    @Test
    void aCopyTouchesItsTargetOnly() {
        in(0, "SET a 1");
        var source = watch(0, "a");
        var near = watch(0, "x{a}");
        var far = watch(0, "b");
        var other = watch(4, "a");
        in(0, "COPY a x{a}");
        in(0, "COPY a b");
        in(0, "COPY a a DB 4");
        assertFalse(source.isTouched());
        assertTrue(near.isTouched());
        assertTrue(far.isTouched());
        assertTrue(other.isTouched());
    }
}
