package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyspaceTest {

    private final Store store = Bytes.open(2, 7);
    private final Keyspace keyspace = store.keyspace(0);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void anEmptyKeyAndAnEmptyValueAreAKeyAndAValue() {
        Bytes.set(keyspace, "", "");
        assertEquals("", Bytes.get(keyspace, ""));
        assertEquals(1, keyspace.size());
        assertTrue(Bytes.remove(keyspace, ""));
        assertFalse(Bytes.remove(keyspace, ""));
    }

    @Test
    void strictDecimalTextIsKeptAsAnInteger() {
        for (String text : new String[] {"0", "-1", "9223372036854775807",
            "-9223372036854775808"}) {
            Bytes.set(keyspace, "n", text);
            long record = Bytes.find(keyspace, "n");
            assertEquals(Encoding.INT, keyspace.encoding(record), text);
            assertEquals(Long.parseLong(text), keyspace.integer(record));
            assertEquals(text, Bytes.get(keyspace, "n"));
        }
        for (String text : new String[] {"", "-", "-0", "01", "+1", " 1", "1 ",
            "9223372036854775808",
            "-9223372036854775809", "99999999999999999999", "1e3"}) {
            Bytes.set(keyspace, "n", text);
            long record = Bytes.find(keyspace, "n");
            assertEquals(Encoding.EMBSTR, keyspace.encoding(record), text);
            assertFalse(keyspace.isInteger(record), text);
            assertEquals(text, Bytes.get(keyspace, "n"));
        }
    }

    @Test
    void encodingsAreThoseOfRedis() {
        Bytes.set(keyspace, "k", "x".repeat(44));
        assertEquals(Encoding.EMBSTR, keyspace.encoding(Bytes.find(keyspace, "k")));
        Bytes.set(keyspace, "k", "x".repeat(45));
        assertEquals(Encoding.RAW, keyspace.encoding(Bytes.find(keyspace, "k")));
        Bytes.set(keyspace, "k", "1");
        Bytes.append(keyspace, "k", "2");
        assertEquals(Encoding.RAW, keyspace.encoding(Bytes.find(keyspace, "k")));
        assertTrue(keyspace.isInteger(Bytes.find(keyspace, "k")));
        assertEquals(12, keyspace.integer(Bytes.find(keyspace, "k")));
    }

    @Test
    void appendAndSetRangeKeepTheDeadline() {
        Bytes.set(keyspace, "k", "12", 500);
        assertEquals(5, Bytes.append(keyspace, "k", "345"));
        assertEquals(8, Bytes.setRange(keyspace, "k", 7, "8"));
        assertEquals("12345\0\0008", Bytes.get(keyspace, "k"));
        assertEquals(500, keyspace.deadline(Bytes.find(keyspace, "k")));
        assertEquals(3, Bytes.setRange(keyspace, "new", 2, "x"));
        assertEquals("\0\0x", Bytes.get(keyspace, "new"));
        assertEquals(0, Bytes.setRange(keyspace, "absent", 2, ""));
        assertEquals(Keyspace.NONE, Bytes.find(keyspace, "absent"));
    }

    @Test
    void aKeyIsAliveAtItsDeadlineAndExpiredAfterIt() {
        Bytes.set(keyspace, "k", "v", 1000);
        long record = Bytes.find(keyspace, "k");
        assertFalse(keyspace.expired(record, 1000));
        assertTrue(keyspace.expired(record, 1001));
        assertEquals(0, keyspace.expireDue(1000, 100, ignored -> {}));
        assertEquals(1, keyspace.expireDue(1001, 100, ignored -> {}));
        assertEquals(0, keyspace.deadlines());
    }

    @Test
    void aBadSliceChangesNothing() {
        Bytes.set(keyspace, "k", "value");
        byte[] key = Bytes.of("k");
        assertThrows(IndexOutOfBoundsException.class,
                () -> keyspace.setString(key, 0, 1, key, 0, 100, 5));
        assertThrows(IndexOutOfBoundsException.class,
                () -> keyspace.setString(key, 0, 2, key, 0, 1, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> keyspace.append(key, 0, 1, key, 1, 1));
        assertThrows(IndexOutOfBoundsException.class,
                () -> keyspace.setRange(key, 0, 1, 0, key, -1, 1));
        assertThrows(IllegalArgumentException.class,
                () -> keyspace.setRange(key, 0, 1, Integer.MAX_VALUE, key, 0, 1));
        assertEquals("value", Bytes.get(keyspace, "k"));
        assertEquals(0, keyspace.deadlines());
        long record = Bytes.find(keyspace, "k");
        assertThrows(IndexOutOfBoundsException.class,
                () -> keyspace.copyString(record, 3, new byte[9], 0, 3));
        assertThrows(IndexOutOfBoundsException.class,
                () -> keyspace.copyString(record, -1, new byte[9], 0, 3));
    }

    @Test
    void aCopyMayGoToAnotherStore() {
        try (var other = Bytes.open(1, 99)) {
            Bytes.set(keyspace, "a", "value", 5);
            Bytes.set(keyspace, "n", "77");
            other.freeze().close();
            byte[] key = Bytes.of("b");
            keyspace.copyTo(Bytes.find(keyspace, "a"), other.keyspace(0), key, 0, 1, 9);
            keyspace.copyTo(Bytes.find(keyspace, "n"), other.keyspace(0), key, 0, 0,
                    Keyspace.NO_DEADLINE);
            assertEquals("value", Bytes.get(other.keyspace(0), "b"));
            assertEquals(9, other.keyspace(0).deadline(Bytes.find(other.keyspace(0), "b")));
            assertEquals("77", Bytes.get(other.keyspace(0), ""));
            assertEquals("value", Bytes.get(keyspace, "a"));
        }
    }

    @Test
    void aScanMeetsEveryKeyThatStays() {
        var random = new Random(3);
        for (int round = 0; round < 6; round++) {
            var staying = new HashSet<String>();
            for (int i = 0; i < 2000; i++) {
                staying.add("stay" + i);
                Bytes.set(keyspace, "stay" + i, "v");
            }
            // The keyspace grows to many times its size and shrinks back while the scan runs.
            boolean growing = round % 2 == 0;
            for (int i = 0; i < 40_000 && !growing; i++) {
                Bytes.set(keyspace, "go" + i, "v");
            }
            int next = 0;
            long cursor = 0;
            do {
                cursor = keyspace.scan(cursor, 1 + random.nextInt(30),
                        record -> staying.remove(Bytes.keyOf(keyspace, record)));
                for (int i = 0; i < 500 && next < 40_000; i++, next++) {
                    if (growing) {
                        Bytes.set(keyspace, "go" + next, "v");
                    } else {
                        Bytes.remove(keyspace, "go" + next);
                    }
                }
            } while (cursor != 0);
            assertEquals(new HashSet<>(), staying);
        }
    }

    @Test
    void everyKeyIsDrawnAboutAsOften() {
        int keys = 300;
        for (int i = 0; i < keys; i++) {
            Bytes.set(keyspace, "k" + i, "v");
        }
        var drawn = new HashMap<String, Integer>();
        var random = new Random(11);
        for (int i = 0; i < keys * 100; i++) {
            drawn.merge(Bytes.keyOf(keyspace, keyspace.random(random)), 1, Integer::sum);
        }
        assertEquals(keys, drawn.size());
        for (int count : drawn.values()) {
            assertTrue(count > 40 && count < 180, "drawn " + count + " times");
        }
    }

    @Test
    void anExpiryStepIsBoundedAndGoesOnWhereItStopped() {
        int keys = 20_000;
        for (int i = 0; i < keys; i++) {
            Bytes.set(keyspace, "k" + i, "v", i % 2 == 0 ? 100 : 5000);
        }
        int removed = 0;
        int steps = 0;
        do {
            int now = keyspace.expireDue(101, 4, ignored -> {});
            assertTrue(now <= 4 * 62, "removed " + now);
            removed += now;
            steps++;
        } while (keyspace.expireDuePending());
        assertEquals(keys / 2, removed);
        assertTrue(steps > 50);
        assertEquals(0, keyspace.expireDue(101, 1, ignored -> {}));
        assertFalse(keyspace.expireDuePending(), "nothing is due, so no node needs a look");
        assertEquals(keys / 2, keyspace.deadlines());
    }

    @Test
    void swappedDatabasesKeepTheirNumber() {
        Bytes.set(keyspace, "k", "in 0", 50);
        store.swap(0, 1);
        assertEquals(0, keyspace.size());
        assertEquals("in 0", Bytes.get(store.keyspace(1), "k"));
        assertEquals(1, store.keyspace(1).deadlines());
        store.swap(1, 1);
        assertEquals("in 0", Bytes.get(store.keyspace(1), "k"));
    }
}
