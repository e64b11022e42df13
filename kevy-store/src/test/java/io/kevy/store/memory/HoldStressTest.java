package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kevy.store.memory.SampleTable.Content;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Holds are read and closed by other threads while the writer goes on. */
class HoldStressTest {
    private static final int WRITES = 40_000;
    private static final int OPEN_MAX = 4;

    @Test
    void otherThreadsSeeWhatWasThereAndTheirClosingIsNoticed() throws Exception {
        var source = new LimitedPages();
        var memory = Memory.open(source, true, 1 << 18);
        var table = new SampleTable(memory);
        var random = new Random(3);
        var model = SampleTable.emptyModel();
        var free = new Semaphore(OPEN_MAX);
        var readers = CompletableFuture.completedFuture((Void) null);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < WRITES; i++) {
                int index = random.nextInt(SampleTable.SLOTS);
                var content = new Content(random.nextLong(), 8 + random.nextInt(300));
                table.put(index, content);
                model.set(index, content);
                memory.reclaim(() -> false);
                if (i % 16 == 0 && free.tryAcquire()) {
                    var hold = memory.freeze();
                    long root = table.root();
                    var seen = List.copyOf(model);
                    var reader = CompletableFuture.runAsync(() -> {
                        try (hold) {
                            SampleTable.check(hold.pages(), root, seen);
                        } finally {
                            free.release();
                        }
                    }, threads);
                    readers = CompletableFuture.allOf(readers, reader);
                }
            }
            readers.get();
        }
        assertEquals(0, memory.openHolds());
        assertFalse(memory.reclaim(() -> false));
        assertEquals(0, memory.parkedBytes());
        assertEquals(table.reachableBytes(), memory.usedBytes());
        SampleTable.check(memory.pages(), table.root(), model);
        memory.close();
        assertEquals(0, source.open());
    }

    @Test
    void theLastOneClosesThePagesWhicheverThreadItIsOn() throws Exception {
        for (int i = 0; i < 200; i++) {
            var source = new LimitedPages();
            var memory = Memory.open(source, false, 1 << 16);
            memory.allocate(100);
            var first = memory.freeze();
            var second = memory.freeze();
            var one = new Thread(first::close);
            var other = new Thread(second::close);
            one.start();
            other.start();
            memory.close();
            one.join();
            other.join();
            assertEquals(0, source.open());
        }
    }
}
