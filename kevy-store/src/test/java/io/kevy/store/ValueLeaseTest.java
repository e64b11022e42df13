package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValueLeaseTest {

    private static final String VALUE = "0123456789abcdef".repeat(20_000);

    private final Store store = Bytes.open(2, 7);
    private final Keyspace keyspace = store.keyspace(0);

    @AfterEach
    void close() {
        store.close();
    }

    private ValueLease lease(String key) {
        return requireNonNull(store.strings().lease(Bytes.find(keyspace, key)));
    }

    private static String content(ValueLease lease) {
        var text = new StringBuilder();
        var piece = new Slice();
        for (int at = 0; at < lease.length(); at += piece.length()) {
            text.append(new String(lease.piece(at, piece).toArray(), ISO_8859_1));
        }
        assertEquals(0, lease.piece(lease.length(), piece).length());
        return text.toString();
    }

    @Test
    void aLeasedStringStaysReadableWhateverBecomesOfItsKey() {
        Bytes.set(keyspace, "k", VALUE);
        var lease = lease("k");
        Bytes.expireAt(keyspace, "k", 50);
        keyspace.move(Bytes.find(keyspace, "k"), Bytes.find(keyspace, "new"));
        Bytes.write(keyspace, "new", 100_000, "changed");
        Bytes.append(keyspace, "new", "tail");
        assertEquals(VALUE, content(lease));
        store.swap(0, 1);
        store.keyspace(1).clear();
        Bytes.work(store);
        assertEquals(VALUE, content(lease));
        lease.close();
        lease.close();
        assertThrows(IllegalStateException.class, () -> lease.piece(0, new Slice()));
        Bytes.work(store);
        assertEquals(0, store.usedBytes());
        assertEquals(0, store.strings().leased());
    }

    @Test
    void shortStringsAndIntegersAreNotLeased() {
        Bytes.set(keyspace, "k", "x".repeat(64 << 10));
        assertNull(store.strings().lease(Bytes.find(keyspace, "k")));
        Bytes.set(keyspace, "k", "12");
        assertNull(store.strings().lease(Bytes.find(keyspace, "k")));
    }

    @Test
    void aStringThatChangedUnderItsLeaseIsNotLeasedAgainBeforeThatEnds() {
        Bytes.set(keyspace, "k", VALUE);
        var first = lease("k");
        var second = lease("k");
        assertEquals(1, store.strings().leased());
        Bytes.append(keyspace, "k", "tail");
        assertNull(store.strings().lease(Bytes.find(keyspace, "k")));
        first.close();
        assertEquals(VALUE, content(second));
        assertNull(store.strings().lease(Bytes.find(keyspace, "k")));
        second.close();
        try (var third = lease("k")) {
            assertEquals(VALUE + "tail", content(third));
        }
    }

    @Test
    void whatOthersGiveBackDoesNotWaitForALease() {
        for (int i = 0; i < 1000; i++) {
            Bytes.set(keyspace, "k" + i, "x".repeat(1000));
        }
        Bytes.set(keyspace, "big", VALUE);
        try (var lease = lease("big")) {
            Bytes.append(keyspace, "big", "tail");
            long used = store.usedBytes();
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 1000; i++) {
                    Bytes.set(keyspace, "k" + i, "y".repeat(900 + round));
                }
                for (int i = 0; i < 100; i++) {
                    Bytes.append(keyspace, "big", "tail");
                    Bytes.write(keyspace, "big", round * 10_000, "x");
                }
            }
            assertTrue(store.usedBytes() < used + 2L * VALUE.length(), store.usedBytes() + "");
            assertEquals(VALUE, content(lease));
        }
        Bytes.work(store);
        assertEquals(0, store.parkedBytes());
    }

    @Test
    void viewsAndLeasesOfTheSameStringDoNotDisturbEachOther() {
        Bytes.set(keyspace, "k", VALUE);
        var before = store.freeze();
        var lease = lease("k");
        Bytes.write(keyspace, "k", 5, "one");
        var between = store.freeze();
        Bytes.write(keyspace, "k", 200_000, "two");
        String now = Bytes.get(keyspace, "k");
        before.close();
        lease.close();
        Bytes.work(store);
        var entries = between.entries(0);
        assertTrue(entries.next());
        assertEquals("01234one", new String(entries.string(), 0, 8, ISO_8859_1));
        assertEquals(VALUE.substring(8), new String(entries.string(), ISO_8859_1).substring(8));
        assertEquals(now, Bytes.get(keyspace, "k"));
        assertTrue(Bytes.remove(keyspace, "k"));
        between.close();
        Bytes.work(store);
        assertEquals(0, store.usedBytes());
    }

    @Test
    void aLeaseOutlivesItsStore() {
        Bytes.set(keyspace, "k", VALUE);
        var lease = lease("k");
        store.close();
        assertEquals(VALUE, content(lease));
        lease.close();
    }

    @Test
    void aStringIsReceivedPartByPartAndTaken() {
        var incoming = store.incomingValue();
        for (int at = 0; at < VALUE.length(); at += 4000) {
            incoming.append(Bytes.slice(VALUE.substring(at, Math.min(VALUE.length(), at + 4000))));
        }
        assertEquals(VALUE.length(), incoming.length());
        long used = store.usedBytes();
        store.strings().set(Bytes.find(keyspace, "k"), incoming, 50);
        assertTrue(store.usedBytes() - used < 1000, "taken, not copied");
        assertEquals(0, incoming.length());
        assertEquals(VALUE, Bytes.get(keyspace, "k"));
        for (String text : new String[] {"", "-12", "x".repeat(100), "x".repeat(20_000)}) {
            incoming.append(Bytes.slice(text));
            store.strings().set(Bytes.find(keyspace, "k"), incoming, 50);
            assertEquals(text, Bytes.get(keyspace, "k"));
        }
        Bytes.set(keyspace, "n", "5");
        incoming.append(Bytes.slice("-12"));
        store.strings().set(Bytes.find(keyspace, "n"), incoming, 50);
        assertEquals(Encoding.INT, Bytes.find(keyspace, "n").encoding());
        incoming.append(Bytes.slice(VALUE));
        incoming.abandon();
        keyspace.clear();
        Bytes.work(store);
        assertEquals(0, store.usedBytes());
    }

    @Test
    void aValueGoesOnlyToTheStoreItWasReceivedIn() {
        try (var other = Bytes.open(1, 3)) {
            var incoming = other.incomingValue();
            incoming.append(Bytes.slice(VALUE));
            var place = Bytes.find(keyspace, "k");
            assertThrows(IllegalArgumentException.class,
                    () -> store.strings().set(place, incoming, 50));
            assertEquals(VALUE.length(), incoming.length());
            assertNotNull(incoming.piece(0, new Slice()));
        }
    }
}
