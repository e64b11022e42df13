package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
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
            var place = Bytes.find(keyspace, "n");
            assertEquals(Encoding.INT, place.encoding(), text);
            assertEquals(Long.parseLong(text), place.integer());
            assertEquals(text, Bytes.get(keyspace, "n"));
        }
        for (String text : new String[] {"", "-", "-0", "01", "+1", " 1", "1 ",
            "9223372036854775808",
            "-9223372036854775809", "99999999999999999999", "1e3"}) {
            Bytes.set(keyspace, "n", text);
            var place = Bytes.find(keyspace, "n");
            assertEquals(Encoding.EMBSTR, place.encoding(), text);
            assertFalse(place.isInteger(), text);
            assertEquals(text, Bytes.get(keyspace, "n"));
        }
    }

    @Test
    void encodingsAreThoseOfRedis() {
        Bytes.set(keyspace, "k", "x".repeat(44));
        assertEquals(Encoding.EMBSTR, Bytes.find(keyspace, "k").encoding());
        Bytes.set(keyspace, "k", "x".repeat(45));
        assertEquals(Encoding.RAW, Bytes.find(keyspace, "k").encoding());
        Bytes.set(keyspace, "k", "1");
        Bytes.append(keyspace, "k", "2");
        assertEquals(Encoding.RAW, Bytes.find(keyspace, "k").encoding());
        assertTrue(Bytes.find(keyspace, "k").isInteger());
        assertEquals(12, Bytes.find(keyspace, "k").integer());
    }

    @Test
    void appendAndSetRangeKeepTheDeadline() {
        Bytes.set(keyspace, "k", "12", 500);
        assertEquals(5, Bytes.append(keyspace, "k", "345"));
        assertEquals(8, Bytes.write(keyspace, "k", 7, "8"));
        assertEquals("12345\0\0008", Bytes.get(keyspace, "k"));
        assertEquals(500, Bytes.find(keyspace, "k").deadline());
        assertEquals(3, Bytes.write(keyspace, "new", 2, "x"));
        assertEquals("\0\0x", Bytes.get(keyspace, "new"));
        assertEquals(0, Bytes.write(keyspace, "absent", 2, ""));
        assertFalse(Bytes.find(keyspace, "absent").exists());
    }

    @Test
    void aKeyIsAliveAtItsDeadlineAndExpiredAfterIt() {
        Bytes.set(keyspace, "k", "v", 1000);
        var place = Bytes.find(keyspace, "k");
        assertFalse(place.isExpired(1000));
        assertTrue(place.isExpired(1001));
        assertEquals(0, expire(1000));
        assertEquals(1, expire(1001));
        assertEquals(0, keyspace.deadlines());
        assertFalse(place.exists());
    }

    private int expire(long now) {
        var removed = new ArrayList<String>();
        while (!keyspace.expireDue(now, () -> false, entry -> removed.add(Bytes.keyOf(entry)))) {
            Thread.onSpinWait();
        }
        return removed.size();
    }

    @Test
    void aBadArgumentChangesNothing() {
        Bytes.set(keyspace, "k", "value");
        var place = Bytes.find(keyspace, "k");
        var part = Bytes.slice("x");
        var memory = part.memory();
        assertThrows(IndexOutOfBoundsException.class, () -> part.over(memory, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> part.over(memory, -1, 1));
        assertThrows(IllegalArgumentException.class,
                () -> keyspace.strings().write(place, -1, part));
        assertThrows(IllegalArgumentException.class,
                () -> keyspace.strings().write(place, Integer.MAX_VALUE, part));
        assertThrows(IllegalArgumentException.class, () -> store.keyspace(1).remove(place));
        assertThrows(IllegalStateException.class, () -> keyspace.remove(new Place()));
        assertEquals("value", Bytes.get(keyspace, "k"));
        assertEquals(0, keyspace.deadlines());
        var target = MemorySegment.ofArray(new byte[9]);
        assertThrows(IndexOutOfBoundsException.class, () -> place.copyString(3, 3, target, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> place.copyString(-1, 3, target, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> place.piece(6, new Slice()));
        assertEquals(0, place.piece(5, new Slice()).length());
    }

    @Test
    void whatIsAskedOfAnAbsentKeyIsAnError() {
        var place = Bytes.find(keyspace, "absent");
        assertFalse(place.exists());
        assertThrows(IndexOutOfBoundsException.class, place::stringLength);
        assertFalse(keyspace.remove(place));
        assertFalse(keyspace.expireAt(place, 5));
        assertFalse(keyspace.persist(place));
        assertFalse(keyspace.move(place, Bytes.find(keyspace, "other")));
        assertFalse(keyspace.copy(place, Bytes.find(keyspace, "other"), 5));
        assertEquals(0, keyspace.size());
    }

    @Test
    void aPlaceStaysTrueWhateverIsWritten() {
        var place = Bytes.find(keyspace, "k");
        for (int i = 0; i < 1000; i++) {
            Bytes.set(keyspace, "other" + i, "v");
        }
        assertFalse(place.exists());
        Bytes.set(keyspace, "k", "one");
        assertEquals("one", new String(place.string(), ISO_8859_1));
        keyspace.strings().set(place, Bytes.slice("two"), 50);
        for (int i = 0; i < 1000; i++) {
            Bytes.remove(keyspace, "other" + i);
        }
        assertEquals(50, place.deadline());
        store.swap(0, 1);
        assertFalse(place.exists());
        keyspace.strings().set(place, Bytes.slice("three"), Keyspace.NO_DEADLINE);
        assertEquals("three", Bytes.get(keyspace, "k"));
        assertEquals("two", Bytes.get(store.keyspace(1), "k"));
        keyspace.clear();
        assertFalse(place.exists());
        assertFalse(keyspace.remove(place));
    }

    @Test
    void aDeadlineComesAndGoes() {
        Bytes.set(keyspace, "k", "value");
        assertTrue(Bytes.expireAt(keyspace, "k", 70));
        assertEquals(1, keyspace.deadlines());
        assertTrue(Bytes.expireAt(keyspace, "k", 80));
        assertEquals(80, Bytes.find(keyspace, "k").deadline());
        assertTrue(keyspace.persist(Bytes.find(keyspace, "k")));
        assertTrue(keyspace.persist(Bytes.find(keyspace, "k")));
        assertEquals(Keyspace.NO_DEADLINE, Bytes.find(keyspace, "k").deadline());
        assertEquals(0, keyspace.deadlines());
        assertEquals("value", Bytes.get(keyspace, "k"));
        assertFalse(Bytes.expireAt(keyspace, "absent", 80));
    }

    @Test
    void aValueMovesWithItsDeadline() {
        for (String value : new String[] {"value", "77", "x".repeat(100_000)}) {
            Bytes.set(keyspace, "a", value, 5);
            Bytes.set(keyspace, "b", "y".repeat(80_000));
            assertTrue(keyspace.move(Bytes.find(keyspace, "a"), Bytes.find(keyspace, "b")));
            assertEquals("(none)", Bytes.get(keyspace, "a"));
            assertEquals(value, Bytes.get(keyspace, "b"));
            assertEquals(5, Bytes.find(keyspace, "b").deadline());
            var other = store.keyspace(1);
            assertTrue(keyspace.move(Bytes.find(keyspace, "b"), Bytes.find(other, "b")));
            assertEquals(0, keyspace.size());
            assertEquals(0, keyspace.deadlines());
            assertEquals(value, Bytes.get(other, "b"));
            assertEquals(1, other.deadlines());
            var same = Bytes.find(other, "b");
            assertTrue(other.move(Bytes.find(other, "b"), same));
            assertEquals(value, new String(same.string(), ISO_8859_1));
            assertTrue(Bytes.remove(other, "b"));
        }
        Bytes.work(store);
        assertEquals(0, store.usedBytes());
    }

    @Test
    void aValueMayGoToAnotherStore() {
        try (var other = Bytes.open(1, 99)) {
            var target = other.keyspace(0);
            Bytes.set(keyspace, "a", "value", 5);
            Bytes.set(keyspace, "n", "77");
            Bytes.set(keyspace, "big", "x".repeat(100_000));
            other.freeze().close();
            assertTrue(target.copy(Bytes.find(keyspace, "a"), Bytes.find(target, "b"), 9));
            assertTrue(target.copy(
                    Bytes.find(keyspace, "n"), Bytes.find(target, ""), Keyspace.NO_DEADLINE));
            assertTrue(target.copy(Bytes.find(keyspace, "big"), Bytes.find(target, "big"), 3));
            assertEquals("value", Bytes.get(target, "b"));
            assertEquals(9, Bytes.find(target, "b").deadline());
            assertEquals("77", Bytes.get(target, ""));
            assertEquals("x".repeat(100_000), Bytes.get(target, "big"));
            assertEquals("value", Bytes.get(keyspace, "a"));
            assertTrue(keyspace.move(Bytes.find(keyspace, "big"), Bytes.find(target, "b")));
            assertEquals("x".repeat(100_000), Bytes.get(target, "b"));
            assertEquals(2, keyspace.size());
            assertEquals(1, target.deadlines());
        }
    }

    @Test
    void aCopyIsAnotherValue() {
        for (String value : new String[] {"value", "77", "x".repeat(100_000)}) {
            Bytes.set(keyspace, "a", value, 5);
            assertTrue(keyspace.copy(Bytes.find(keyspace, "a"), Bytes.find(keyspace, "b"), 6));
            Bytes.append(keyspace, "a", "tail");
            Bytes.write(keyspace, "b", 1, "?");
            assertEquals(value + "tail", Bytes.get(keyspace, "a"));
            assertEquals(value.charAt(0) + "?" + value.substring(2), Bytes.get(keyspace, "b"));
            assertEquals(6, Bytes.find(keyspace, "b").deadline());
            assertTrue(keyspace.copy(Bytes.find(keyspace, "b"), Bytes.find(keyspace, "b"), 7));
            assertEquals(7, Bytes.find(keyspace, "b").deadline());
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
                        entry -> staying.remove(Bytes.keyOf(entry)));
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
            drawn.merge(Bytes.keyOf(requireNonNull(keyspace.random(random))), 1, Integer::sum);
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
        var removed = new int[1];
        int steps = 0;
        boolean end;
        do {
            int before = removed[0];
            end = keyspace.expireDue(101, () -> true, ignored -> removed[0]++);
            assertTrue(removed[0] - before <= 62, "removed " + (removed[0] - before));
            steps++;
        } while (!end);
        assertEquals(keys / 2, removed[0]);
        assertTrue(steps > 50);
        var looks = new int[1];
        assertTrue(keyspace.expireDue(101, () -> looks[0]++ > 1000, ignored -> removed[0]++));
        assertEquals(keys / 2, removed[0]);
        assertEquals(keys / 2, keyspace.deadlines());
    }

    @Test
    void anEntryStaysWhenWhoIsToldOfItsExpiryThrows() {
        for (int i = 0; i < 100; i++) {
            Bytes.set(keyspace, "k" + i, "v", 100);
        }
        var told = new int[1];
        assertThrows(IllegalStateException.class, () -> keyspace.expireDue(101, () -> false, e -> {
            if (told[0]++ == 50) {
                throw new IllegalStateException("enough");
            }
        }));
        assertEquals(50, keyspace.size());
        assertEquals(50, keyspace.deadlines());
        assertEquals(50, expire(101));
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
