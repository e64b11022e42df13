package io.kevy.store;

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
        long small = allocatedByFreezeAndOneWrite(10, false);
        assertEquals(small, allocatedByFreezeAndOneWrite(200_000, false));
        long write = allocatedByFreezeAndOneWrite(200_000, true) - small;
        assertTrue(write < 8 << 10, "the first write after a freeze copied " + write + " bytes");
    }

    @Test
    void aNodeIsCopiedOncePerFreeze() {
        try (var store = Store.open(new StoreOptions(1, false, 5))) {
            var keyspace = store.keyspace(0);
            for (int i = 0; i < 10_000; i++) {
                Bytes.set(keyspace, "key" + i, "value");
            }
            byte[] key = Bytes.of("key5");
            byte[] value = Bytes.of("v".repeat(200));
            try (var view = store.freeze()) {
                // The compiler allocates for a while; a copy per write would be in every round.
                long allocated = Long.MAX_VALUE;
                for (int i = 0; i < 40; i++) {
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    for (int j = 0; j < 2000; j++) {
                        keyspace.setString(key, 0, 4, value, 0, j % 2 * 200, Keyspace.NO_DEADLINE);
                    }
                    allocated = Math.min(allocated,
                            THREADS.getCurrentThreadAllocatedBytes() - before);
                }
                assertEquals(0, allocated);
                assertEquals(10_000, view.size(0));
            }
        }
    }

    private static long allocatedByFreezeAndOneWrite(int keys, boolean write) {
        try (var store = Store.open(new StoreOptions(16, false, 5))) {
            var keyspace = store.keyspace(0);
            for (int i = 0; i < keys; i++) {
                Bytes.set(keyspace, "key" + i, "value");
            }
            byte[] key = Bytes.of("key5");
            store.freeze().close();
            keyspace.setString(key, 0, key.length, key, 0, key.length, Keyspace.NO_DEADLINE);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            var view = store.freeze();
            if (write) {
                keyspace.setString(key, 0, key.length, key, 0, key.length, Keyspace.NO_DEADLINE);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            view.close();
            return allocated;
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
            store.reclaim(10);
            assertEquals(0, store.reclaim(10));
            assertTrue(store.usedBytes() <= 2 * before);
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
                store.reclaim(1000);
            }
        }
    }

    private static void write(Store store, Random random, int round) {
        var keyspace = store.keyspace(0);
        for (int i = 0; i < 200; i++) {
            String key = "k" + random.nextInt(22_000);
            switch (random.nextInt(4)) {
                case 0 -> Bytes.set(keyspace, key, "w".repeat(random.nextInt(200)));
                case 1 -> Bytes.remove(keyspace, key);
                case 2 -> Bytes.append(keyspace, key, "tail");
                default ->
                    keyspace.deadline(Bytes.of(key), 0, key.length(), random.nextInt(10_000));
            }
        }
        keyspace.expireDue(100, 2, record -> {});
        if (round == 5) {
            store.swap(0, 1);
            keyspace.clear();
        }
        store.reclaim(50);
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
            while (store.reclaim(10) > 0) {
                assertEquals(2, store.openViews());
            }
            assertEquals("one", valueIn(first));
            assertEquals("three", valueIn(third));
            first.close();
            store.reclaim(10);
            assertEquals("three", valueIn(third));
            third.close();
            while (store.reclaim(10) > 0) {
                assertEquals(0, store.openViews());
            }
            assertEquals(0, store.usedBytes());
        }
    }

    private static String valueIn(SnapshotView view) {
        var entries = view.entries(0);
        assertTrue(entries.next());
        var value = new byte[entries.stringLength()];
        entries.copyString(0, value, 0, value.length);
        return new String(value, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
