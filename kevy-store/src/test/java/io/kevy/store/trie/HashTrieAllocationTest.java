package io.kevy.store.trie;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageSource;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is allocated on the heap in steady state, nor after a freeze. */
class HashTrieAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KEYS = 20_000;
    private static final int WRITES = 1000;
    private static final int ROUNDS = 60;
    private static final int MEASURED_ROUNDS = 10;

    private final Memory memory = Memory.open(PageSource.arenas(), false);
    private final LongRecords records = new LongRecords(memory, -1);
    private final HashTrie trie = new HashTrie(memory, records);
    private final TriePlace place = new TriePlace();
    private long root;
    private long found;

    @AfterEach
    void close() {
        memory.close();
    }

    private interface Operation {
        void run(long key);
    }

    private void check(boolean freezes, Operation operation) {
        for (long key = 0; key < KEYS; key++) {
            put(key);
        }
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            var hold = freezes ? memory.freeze() : null;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < WRITES; i++) {
                operation.run((i * 7919L + round) % KEYS);
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            // A recompilation may fall into one of the last rounds, not into all of them.
            allocated = round < ROUNDS - MEASURED_ROUNDS ? allocated : Math.min(allocated, bytes);
            if (hold != null) {
                hold.close();
                memory.reclaim(() -> false);
            }
        }
        assertEquals(0, allocated);
    }

    private void put(long key) {
        boolean had = records.find(trie, root, key, place);
        long old = place.record();
        boolean young = trie.isYoung(place);
        long record = records.make(key, key, key);
        if (had) {
            root = trie.replace(root, place, record, key);
            memory.discardRecord(old, young);
        } else {
            root = trie.insert(root, place, record, key);
        }
    }

    private void remove(long key) {
        records.find(trie, root, key, place);
        long old = place.record();
        boolean young = trie.isYoung(place);
        root = trie.remove(root, place);
        memory.discardRecord(old, young);
    }

    @Test
    void find() {
        check(false, key -> {
            records.find(trie, root, key, place);
            records.find(trie, root, -key, place);
            found += place.record();
        });
    }

    @Test
    void readAhead() {
        var batch = new TrieBatch(trie, 2);
        check(false, key -> {
            batch.add(root, records.hashOf(key));
            batch.add(root, records.hashOf(-key));
            batch.run();
        });
    }

    @Test
    void replace() {
        check(false, this::put);
    }

    @Test
    void removeAndInsert() {
        check(false, key -> {
            remove(key);
            put(key);
        });
    }

    @Test
    void scan() {
        TrieVisitor visitor = record -> found += record;
        check(false, key -> found += trie.scan(root, key << 33, 10, visitor));
    }

    @Test
    void theFirstWritesAfterAFreeze() {
        check(true, key -> {
            remove(key);
            put(key);
            put(key);
        });
    }
}
