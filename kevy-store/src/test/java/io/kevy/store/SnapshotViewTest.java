package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SnapshotViewTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aFreezeCostsTheSameForAnyNumberOfKeys() {
        assertEquals(allocatedByFreeze(10), allocatedByFreeze(200_000));
    }

    private static long allocatedByFreeze(int keys) {
        try (var store = Store.open(new StoreOptions(16, false, 5))) {
            fill(store.keyspace(0), keys);
            store.freeze().close();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            var view = store.freeze();
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            view.close();
            return allocated;
        }
    }

    private static void fill(Keyspace keyspace, int keys) {
        for (int i = 0; i < keys; i++) {
            Bytes.set(keyspace, "key" + i, "value");
        }
    }

    @Test
    void theFirstWriteAfterAFreezeCopiesAFewSmallBlocks() {
        for (int keys : new int[] {10, 10_000, 200_000}) {
            try (var store = Store.open(new StoreOptions(1, false, 5))) {
                var keyspace = store.keyspace(0);
                fill(keyspace, keys);
                try (var view = store.freeze()) {
                    long before = store.usedBytes();
                    Bytes.set(keyspace, "key5", "other");
                    long copied = store.usedBytes() - before;
                    assertTrue(copied < 5 << 10, "copied " + copied + " bytes");
                    Bytes.set(keyspace, "key5", "again");
                    assertEquals(copied, store.usedBytes() - before);
                    assertEquals(keys, view.size(0));
                }
            }
        }
    }

    @Test
    void aHotKeyTakesOneMoreRecordPerViewHoweverOftenItIsWritten() {
        try (var store = Bytes.open(1, 5)) {
            var keyspace = store.keyspace(0);
            Bytes.set(keyspace, "hot", "x".repeat(1000));
            long before = store.usedBytes();
            try (var view = store.freeze()) {
                for (int i = 0; i < 10_000; i++) {
                    Bytes.set(keyspace, "hot", "y".repeat(500 + i % 500));
                    Bytes.append(keyspace, "hot", "z");
                }
                assertTrue(store.usedBytes() < 4 * before, store.usedBytes() + " bytes");
                assertEquals(1, view.size(0));
            }
            Bytes.work(store);
            assertTrue(store.usedBytes() <= 2 * before);
            assertEquals(0, store.parkedBytes());
        }
    }

    @Test
    void anotherThreadReadsAViewWhileTheStoreIsWritten() throws Exception {
        var random = new Random(17);
        try (var store = Bytes.open(2, 5)) {
            var keyspace = store.keyspace(0);
            for (int i = 0; i < 20_000; i++) {
                Bytes.set(keyspace, "k" + i, "v".repeat(random.nextInt(100)), i % 7 == 0 ? i : -1);
            }
            Bytes.set(keyspace, "big", "v".repeat(1 << 20));
            for (int round = 0; round < 10; round++) {
                var digest = keyspace.digest().plus(store.keyspace(1).digest());
                var view = store.freeze();
                var read = CompletableFuture.supplyAsync(() -> {
                    try (view) {
                        return view.digest();
                    }
                });
                while (store.openViews() > 0) {
                    write(store, random, round);
                }
                assertEquals(digest, read.get());
                Bytes.work(store);
            }
        }
    }

    private static void write(Store store, Random random, int round) {
        var keyspace = store.keyspace(0);
        for (int i = 0; i < 200; i++) {
            String key = "k" + random.nextInt(22_000);
            switch (random.nextInt(5)) {
                case 0 -> Bytes.set(keyspace, key, "w".repeat(random.nextInt(200)));
                case 1 -> Bytes.remove(keyspace, key);
                case 2 -> Bytes.append(keyspace, key, "tail");
                case 3 -> Bytes.write(keyspace, "big", random.nextInt(1 << 20), "part");
                default -> Bytes.expireAt(keyspace, key, random.nextInt(10_000));
            }
        }
        keyspace.expireDue(100, () -> true, entry -> {});
        if (round == 5) {
            store.swap(0, 1);
            keyspace.clear();
        }
        store.work(() -> true);
    }

    @Test
    void aViewOutlivesItsStore() {
        var store = Bytes.open(1, 5);
        Bytes.set(store.keyspace(0), "k", "value");
        var view = store.freeze();
        store.close();
        store.close();
        var entries = view.entries(0);
        assertTrue(entries.next());
        assertEquals(5, entries.stringLength());
        assertFalse(entries.next());
        view.close();
        view.close();
        assertThrows(IllegalStateException.class, entries::next);
        assertThrows(IllegalStateException.class, () -> view.entries(0));
        assertThrows(IllegalStateException.class, store::freeze);
    }

    @Test
    void viewsCloseInAnyOrder() {
        try (var store = Bytes.open(1, 5)) {
            var keyspace = store.keyspace(0);
            Bytes.set(keyspace, "k", "one");
            var first = store.freeze();
            Bytes.set(keyspace, "k", "two");
            var second = store.freeze();
            Bytes.set(keyspace, "k", "three");
            var third = store.freeze();
            Bytes.remove(keyspace, "k");
            second.close();
            Bytes.work(store);
            assertEquals(2, store.openViews());
            assertEquals("one", valueIn(first));
            assertEquals("three", valueIn(third));
            first.close();
            Bytes.work(store);
            assertEquals("three", valueIn(third));
            third.close();
            Bytes.work(store);
            assertEquals(0, store.openViews());
            assertEquals(0, store.usedBytes());
        }
    }

    private static String valueIn(SnapshotView view) {
        var entries = view.entries(0);
        assertTrue(entries.next());
        return new String(entries.string(), ISO_8859_1);
    }
}
