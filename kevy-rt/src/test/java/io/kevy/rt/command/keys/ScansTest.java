package io.kevy.rt.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScansTest {
    private final Shards shards = new Shards(3);

    @AfterEach
    void close() {
        shards.close();
    }

    /** The bulk strings of a flat array from word {@code from} of an {@link Shards#ask} line. */
    private static List<String> bulks(String[] words, int from) {
        var bulks = new ArrayList<String>();
        for (int i = from; i + 1 < words.length; i += 2) {
            bulks.add(words[i + 1]);
        }
        return bulks;
    }

    private List<String> keys(String pattern) {
        return bulks(shards.ask("KEYS " + pattern).split(" ", -1), 1);
    }

    /** Scans to the end; the keys in the order they come. */
    private List<String> scan(String options, Runnable between) {
        var keys = new ArrayList<String>();
        String cursor = "0";
        do {
            String[] words = shards.ask("SCAN " + cursor + options).split(" ", -1);
            assertEquals("*2", words[0]);
            cursor = words[2];
            keys.addAll(bulks(words, 4));
            between.run();
        } while (!cursor.equals("0"));
        return keys;
    }

    private Set<String> fill(int count) {
        var keys = new TreeSet<String>();
        for (int i = 0; i < count; i++) {
            keys.add("key:" + i);
            shards.ask("SET key:" + i + " v");
        }
        return keys;
    }

    @Test
    void aScanSeesEveryKeyOfEveryShardOnce() {
        var keys = fill(3000);
        for (String count : List.of("", " COUNT 1", " COUNT 7", " COUNT 500", " COUNT 100000")) {
            var seen = scan(count, () -> {});
            assertEquals(keys, new TreeSet<>(seen), count);
            assertEquals(keys.size(), seen.size(), count);
        }
        assertEquals(keys, new TreeSet<>(keys("*")));
        assertEquals(":3000", shards.ask("DBSIZE"));
    }

    @Test
    void oneRequestIsEnoughWhenItsCountCoversAllShards() {
        fill(50);
        assertTrue(shards.ask("SCAN 0 COUNT 1000").startsWith("*2 $1 0 *50 "));
    }

    @Test
    void keysThatComeAndGoDoNotHideTheOthers() {
        var keys = fill(2000);
        var next = new int[1];
        var seen =
                scan(
                        " COUNT 20",
                        () -> {
                            for (int i = 0; i < 30; i++) {
                                shards.ask("SET extra:" + next[0] + " v");
                                shards.ask("DEL extra:" + (next[0]++ - 50));
                            }
                        });
        seen.removeIf(key -> key.startsWith("extra:"));
        assertEquals(keys, new TreeSet<>(seen));
    }

    @Test
    void aPatternAndATypeFilterWhatIsShown() {
        fill(200);
        assertEquals(
                new TreeSet<>(keys("key:1?")),
                new TreeSet<>(scan(" MATCH key:1? TYPE string COUNT 9", () -> {})));
        assertEquals(10, keys("key:1?").size());
        assertEquals(List.of(), scan(" TYPE list", () -> {}));
    }

    @Test
    void keysPastTheirDeadlineAreNotShown() {
        fill(20);
        for (int i = 0; i < 10; i++) {
            shards.ask("PEXPIRE key:" + i + " 10");
        }
        shards.nowMillis += 11;
        for (var expiry : List.of(Call.Expiry.REMOVE, Call.Expiry.HIDE)) {
            shards.expiry = expiry;
            assertEquals(10, keys("*").size());
            assertEquals(10, scan("", () -> {}).size());
            assertEquals(":20", shards.ask("DBSIZE"));
        }
    }

    @Test
    void aCursorNobodyGaveOutIsSomePlaceOrTheEnd() {
        fill(100);
        for (String cursor : List.of("1", "99", "281474976710655", "562949953421312",
                "18446744073709551615")) {
            assertTrue(shards.ask("SCAN " + cursor).startsWith("*2 $"), cursor);
        }
        assertEquals("*2 $1 0 *0", shards.ask("SCAN 844424930131968"));
        assertEquals("*2 $1 0 *0", shards.ask("SCAN -1"));
    }

    @Test
    void aRandomKeyIsAnyKeyOfAnyShard() {
        var keys = fill(30);
        var seen = new HashMap<String, Integer>();
        for (int i = 0; i < 6000; i++) {
            seen.merge(shards.ask("RANDOMKEY").split(" ", -1)[1], 1, Integer::sum);
        }
        assertEquals(keys, new TreeSet<>(seen.keySet()));
        seen.forEach((key, times) -> assertTrue(times > 100 && times < 320, key + " " + times));
    }

    @Test
    void aRandomKeyIsNeverPastItsDeadlineOnAPrimary() {
        fill(20);
        for (int i = 0; i < 19; i++) {
            shards.ask("PEXPIRE key:" + i + " 10");
        }
        shards.nowMillis += 11;
        shards.effects.clear();
        for (int i = 0; i < 100; i++) {
            assertEquals("$6 key:19", shards.ask("RANDOMKEY"));
        }
        assertEquals(":1", shards.ask("DBSIZE"));
        assertEquals(19, shards.takeEffects().size());
        shards.ask("PEXPIRE key:19 1");
        shards.nowMillis += 2;
        assertEquals("$-1", shards.ask("RANDOMKEY"));
    }

    @Test
    void aReplicaWithNothingButHiddenKeysStillAnswersRandomkey() {
        shards.ask("SET k v PX 10");
        shards.nowMillis += 11;
        shards.expiry = Call.Expiry.HIDE;
        assertEquals("$1 k", shards.ask("RANDOMKEY"));
        assertEquals("$-1", shards.ask("GET k"));
    }

    @Test
    void aCursorIsOneNumberWithThePartitionAboveTheKeyspaceCursor() {
        var cursor = new ScanCursor(63, (1L << 48) - 1);
        assertEquals("18014398509481983", cursor.text());
        assertEquals(cursor, ScanCursor.parse(Shards.argv("SCAN", cursor.text())));
        assertEquals("281474976710656", ScanCursor.START.nextPartition().text());
    }
}
