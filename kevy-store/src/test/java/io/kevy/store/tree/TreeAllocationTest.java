package io.kevy.store.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Trees and long values allocate nothing on the heap in steady state. */
class TreeAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int OPERATIONS = 1000;
    private static final int ROUNDS = 60;
    private static final int MEASURED_ROUNDS = 10;

    private long root;

    private static void check(IntConsumer operation) {
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < OPERATIONS; i++) {
                operation.accept(i);
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            // A recompilation may fall into one of the last rounds, not into all of them.
            allocated = round < ROUNDS - MEASURED_ROUNDS ? allocated : Math.min(allocated, bytes);
        }
        assertEquals(0, allocated);
    }

    @Test
    void insertSeekAndRemove() {
        try (var memory = Memory.open(PageSource.arenas(), false)) {
            var records = new Records(memory);
            var tree = new CountedTree(memory, 1, records);
            var path = tree.path();
            for (int i = 0; i < 100_000; i++) {
                root = tree.append(root, path, records.add(i), 1, i * 2L, 0);
            }
            check(i -> {
                path.seekKey(root, i * 100L + 1, 0, null);
                root = tree.insertBefore(root, path, records.add(i), 1, i * 100L + 1, 0);
                path.seek(root, path.position());
                root = tree.own(root, path);
                long child = path.child();
                root = tree.remove(root, path);
                records.discard(child);
            });
        }
    }

    @Test
    void overwriteReadAppendAndTruncate() {
        try (var arena = Arena.ofConfined();
                var memory = Memory.open(PageSource.arenas(), false)) {
            var source = arena.allocate(20_000);
            var bytes = new ChunkedBytes(memory);
            fill(bytes, source);
            int length = bytes.length(root);
            check(i -> {
                root = bytes.write(root, i * 1000, source, 0, 100);
                bytes.read(root, i * 1000 + 50, source, 0, 10_000);
                root = bytes.append(root, source, 0, 1 + i * 7 % 20_000);
                root = bytes.truncate(root, length);
            });
        }
    }

    private void fill(ChunkedBytes bytes, MemorySegment source) {
        for (int i = 0; i < 1000; i++) {
            root = bytes.append(root, source, 0, (int) source.byteSize());
        }
    }
}
