package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The hot paths allocate nothing on the heap in steady state. */
class KeyspaceAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KEYS = 1000;
    private static final int ROUNDS = 50;
    private static final int MEASURED_ROUNDS = 10;

    private interface Operation {
        void run(Keyspace keyspace, byte[] key, byte[] value, int i);
    }

    private static void check(Operation operation) {
        try (var store = Store.open(new StoreOptions(2, false, 3))) {
            var keyspace = store.keyspace(0);
            var keys = new byte[KEYS][];
            for (int i = 0; i < KEYS; i++) {
                keys[i] = Bytes.of("key:" + i);
                Bytes.set(keyspace, "key:" + i, "v".repeat(60));
            }
            var value = Bytes.of("w".repeat(300));
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

    @Test
    void findAndCopy() {
        check((keyspace, key, value, i) -> {
            long record = keyspace.find(key, 0, key.length);
            keyspace.copyString(record, 0, value, 0, keyspace.stringLength(record));
            keyspace.find(key, 0, key.length - 1);
        });
    }

    @Test
    void prefetch() {
        var prefetch = new Prefetch(2);
        check((keyspace, key, value, i) -> {
            prefetch.begin(keyspace);
            prefetch.add(key, 0, key.length);
            prefetch.add(key, 0, key.length - 1);
            prefetch.run();
        });
    }

    @Test
    void overwriteWithTheSameLength() {
        check((keyspace, key, value, i) -> keyspace.setString(key, 0, key.length, value, 0, 60,
                Keyspace.NO_DEADLINE));
    }

    @Test
    void overwriteWithAnotherLengthAndDeadline() {
        check((keyspace, key, value, i) -> {
            keyspace.setString(key, 0, key.length, value, 0, 40 + i % 200,
                    i % 2 == 0 ? i : Keyspace.NO_DEADLINE);
            keyspace.deadline(key, 0, key.length, i);
        });
    }

    @Test
    void countUp() {
        check((keyspace, key, value, i) -> {
            long record = keyspace.find(key, 0, key.length);
            long old = keyspace.isInteger(record) ? keyspace.integer(record) : 0;
            keyspace.setInteger(key, 0, key.length, old + 1, keyspace.deadline(record));
            keyspace.copyString(keyspace.find(key, 0, key.length), 0, value, 0, 1);
        });
    }

    @Test
    void setADecimalText() {
        byte[] text = Bytes.of("1234567");
        check((keyspace, key, value, i) -> keyspace.setString(key, 0, key.length, text, 0, 7,
                Keyspace.NO_DEADLINE));
    }

    @Test
    void removeAndSetAgain() {
        check((keyspace, key, value, i) -> {
            keyspace.remove(key, 0, key.length);
            keyspace.setString(key, 0, key.length, value, 0, 60, Keyspace.NO_DEADLINE);
        });
    }

    @Test
    void appendWithinTheRoom() {
        check((keyspace, key, value, i) -> {
            keyspace.setString(key, 0, key.length, value, 0, 60, Keyspace.NO_DEADLINE);
            keyspace.append(key, 0, key.length, value, 0, 10);
            keyspace.setRange(key, 0, key.length, 3, value, 0, 10);
        });
    }
}
