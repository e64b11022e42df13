package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Argv;
import io.kevy.rt.command.KeySpec.Begin;
import io.kevy.rt.command.KeySpec.Find;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys are found where Redis finds them. */
class KeySpecTest {
    private static final List<KeySpec.Access> READ = List.of(KeySpec.Access.RO);

    private static String keys(KeySpec spec, String request) {
        var argv = Shards.argv(request.split(" "));
        var found = new ArrayList<String>();
        int first = spec.firstArg(argv);
        int last = spec.lastArg(argv, first);
        for (int i = first; i <= last; i += spec.step()) {
            found.add(argv.text(i));
        }
        return String.join(" ", found);
    }

    private static Argv argv(String request) {
        return Shards.argv(request.split(" "));
    }

    @Test
    void aRangeEndsAtItsLastKeyOrWithTheRequest() {
        assertEquals("a", keys(KeySpec.one(1), "get a b"));
        assertEquals("a b", keys(KeySpec.range(1, 1), "lcs a b idx"));
        assertEquals("a", keys(KeySpec.range(1, 1), "lcs a"));
        assertEquals("a c", keys(KeySpec.toEnd(1, 2), "mset a b c"));
        assertEquals("", keys(KeySpec.toEnd(1, 1), "mget"));
        var withoutLast = new KeySpec(READ, new Begin.Index(1), new Find.Range(-2, 1, 0));
        assertEquals("a b", keys(withoutLast, "blpop a b 0"));
        assertEquals("", keys(withoutLast, "blpop 0"));
    }

    @Test
    void aLimitDividesWhatIsLeft() {
        var streams = new KeySpec(READ, new Begin.Keyword("STREAMS", 1), new Find.Range(-1, 1, 2));
        assertEquals("a b", keys(streams, "xread count 1 streams a b 1 2"));
        assertEquals("a", keys(streams, "xread STREAMS a b c"));
        assertEquals("", keys(streams, "xread count 1 2"));
        assertEquals("", keys(streams, "xread count 1 streams"));
    }

    @Test
    void aNumberTellsHowManyKeysThereAre() {
        var counted = KeySpec.counted(1);
        assertEquals("a b", keys(counted, "zunion 2 a b withscores"));
        assertEquals("", keys(counted, "zunion 0 a b"));
        assertTrue(counted.isSound(argv("zunion 0 a b")));
        for (String wrong : List.of("x", "-1", "3", "4294967297", "9223372036854775807")) {
            assertEquals("", keys(counted, "zunion " + wrong + " a b"), wrong);
            assertFalse(counted.isSound(argv("zunion " + wrong + " a b")), wrong);
        }
        assertEquals("", keys(counted, "zunion"));
        var everyOther = new KeySpec(READ, new Begin.Index(1), new Find.KeyNum(0, 1, 2));
        assertEquals("a b", keys(everyOther, "x 2 a 1 b"));
    }

    @Test
    void aWordIsSearchedFromEitherEnd() {
        var store = new KeySpec(READ, new Begin.Keyword("STORE", 6), new Find.Range(0, 1, 0));
        assertEquals("x", keys(store, "georadius k 1 2 3 m store x"));
        assertEquals("", keys(store, "georadius store 1 2 3 m store"));
        var last = new KeySpec(READ, new Begin.Keyword("KEYS", -2), new Find.Range(-1, 1, 0));
        assertEquals("a b", keys(last, "migrate h 1 x 0 1 keys a b"));
        assertEquals("", keys(last, "migrate h 1 x 0 1"));
        assertEquals("", keys(last, "migrate"));
    }

    @Test
    void aRowMayFindAKeyItself() {
        var sort =
                new KeySpec(READ, new Begin.Unknown(request -> request.count() - 1),
                        new Find.Unknown());
        assertEquals("c", keys(sort, "sort a store c"));
    }

    @Test
    void namesThatAreNoKeysAreNone() {
        var row =
                Command.row("spublish")
                        .keys(KeySpec.one(1, KeySpec.Access.NOT_KEY))
                        .build();
        assertFalse(row.hasKeys());
        assertEquals(1, row.firstKey(), "COMMAND INFO shows them");
        assertEquals(0, row.firstKey(argv("spublish a b")));
    }

    @Test
    void specsThatStandSideBySideAreShownAsOneRange() {
        var row = Command.row("x").keys(KeySpec.one(1), KeySpec.one(2)).build();
        assertEquals(List.of(1, 2, 1), List.of(row.firstKey(), row.lastKey(), row.keyStep()));
        var apart = Command.row("x").keys(KeySpec.one(1), KeySpec.counted(2)).build();
        assertEquals(List.of(1, 1, 1), List.of(apart.firstKey(), apart.lastKey(), apart.keyStep()));
        assertEquals(2, apart.keys().size());
    }
}
