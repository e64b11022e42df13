package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The hot paths allocate nothing on the heap in steady state. */
class KeyspaceAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KEYS = 1000;
    private static final int ROUNDS = 50;
    private static final int MEASURED_ROUNDS = 10;

    private final Place place = new Place();
    private final Slice part = new Slice();

    private interface Operation {
        void run(Keyspace keyspace, Slice key, Slice value, int i);
    }

    private static void check(Operation operation) {
        try (var store = Store.open(new StoreOptions(2, false, 3))) {
            var keyspace = store.keyspace(0);
            var keys = new Slice[KEYS];
            for (int i = 0; i < KEYS; i++) {
                keys[i] = Bytes.slice("key:" + i);
                Bytes.set(keyspace, "key:" + i, "v".repeat(60));
            }
            var value = Bytes.slice("w".repeat(300));
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < KEYS; i++) {
                    operation.run(keyspace, keys[i], value, i + round);
                }
                long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                // A recompilation may fall into one of the last rounds, not into all of them.
                allocated =
                        round < ROUNDS - MEASURED_ROUNDS ? allocated : Math.min(allocated, bytes);
            }
            assertEquals(0, allocated);
        }
    }

    private Slice part(Slice of, int length) {
        return part.over(of.memory(), of.offset(), length);
    }

    @Test
    void findAndCopy() {
        var target = MemorySegment.ofArray(new byte[300]);
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            place.copyString(0, place.stringLength(), target, 0);
            place.piece(0, part);
            keyspace.find(part(key, key.length() - 1), place);
        });
    }

    @Test
    void prefetch() {
        var prefetch = new Prefetch(2);
        check((keyspace, key, value, i) -> {
            prefetch.begin(keyspace);
            prefetch.add(key);
            prefetch.add(part(key, key.length() - 1));
            prefetch.run();
        });
    }

    @Test
    void overwriteWithTheSameLength() {
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            keyspace.strings().set(place, part(value, 60), Keyspace.NO_DEADLINE);
        });
    }

    @Test
    void overwriteWithAnotherLengthAndDeadline() {
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            keyspace.strings().set(
                    place, part(value, 40 + i % 200), i % 2 == 0 ? i : Keyspace.NO_DEADLINE);
            keyspace.expireAt(place, i);
        });
    }

    @Test
    void countUp() {
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            long old = place.isInteger() ? place.integer() : 0;
            keyspace.strings().setInteger(place, old + 1, place.deadline());
            place.piece(0, part);
        });
    }

    @Test
    void setADecimalText() {
        var text = Bytes.slice("1234567");
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            keyspace.strings().set(place, text, Keyspace.NO_DEADLINE);
        });
    }

    @Test
    void removeAndSetAgain() {
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            keyspace.remove(place);
            keyspace.strings().set(place, part(value, 60), Keyspace.NO_DEADLINE);
        });
    }

    @Test
    void appendWithinTheRoom() {
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            keyspace.strings().set(place, part(value, 60), Keyspace.NO_DEADLINE);
            keyspace.strings().append(place, part(value, 10));
            keyspace.strings().write(place, 3, part(value, 10));
        });
    }

    @Test
    void moveToAnotherDatabaseAndBack() {
        var there = new Place();
        check((keyspace, key, value, i) -> {
            keyspace.find(key, place);
            keyspace.copy(place, place, i);
            keyspace.move(place, place);
            keyspace.find(part(key, key.length() - 1), there);
            keyspace.move(place, there);
            keyspace.move(there, place);
        });
    }

    @Test
    void changePartsOfALongString() {
        var big = Bytes.slice("big");
        check((keyspace, key, value, i) -> {
            keyspace.find(big, place);
            if (!place.exists()) {
                keyspace.strings().write(place, 1 << 20, value);
            }
            keyspace.strings().write(place, i * 100, value);
            place.piece(i * 90, part);
            keyspace.expireAt(place, i);
        });
    }

    @Test
    void theFirstThousandWritesAfterAFreeze() {
        try (var store = Store.open(new StoreOptions(1, false, 3))) {
            var keyspace = store.keyspace(0);
            var keys = new Slice[50_000];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = Bytes.slice("key:" + i);
                Bytes.set(keyspace, "key:" + i, "v".repeat(60));
            }
            var value = Bytes.slice("w".repeat(60));
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                try (var view = store.freeze()) {
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 1000; i++) {
                        keyspace.find(keys[i * 50], place);
                        keyspace.strings().set(place, value, Keyspace.NO_DEADLINE);
                    }
                    allocated = Math.min(
                            allocated, THREADS.getCurrentThreadAllocatedBytes() - before);
                    assertTrue(store.parkedBytes() > 0);
                    assertEquals(keys.length, view.size(0));
                }
                Bytes.work(store);
            }
            assertEquals(0, allocated);
        }
    }
}
