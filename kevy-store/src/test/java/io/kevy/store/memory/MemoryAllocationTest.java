package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Nothing is allocated on the heap for a block in steady state, also while blocks are parked. */
class MemoryAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BLOCKS = 2000;
    private static final int ROUNDS = 60;
    private static final int MEASURED_ROUNDS = 10;

    private interface Round {
        void run(Memory memory, long[] blocks);
    }

    /** The smallest of some rounds: a recompilation may fall into one of them, not into all. */
    private static long allocated(Round prepare, Round round) {
        try (var memory = Memory.open(PageSource.arenas(), false)) {
            long[] blocks = new long[BLOCKS];
            for (int i = 0; i < BLOCKS; i++) {
                blocks[i] = memory.allocate(88);
            }
            long least = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                prepare.run(memory, blocks);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                round.run(memory, blocks);
                long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                least = i < ROUNDS - MEASURED_ROUNDS ? least : Math.min(least, bytes);
            }
            return least;
        }
    }

    @Test
    void allocatingAndFreeingTakeNoHeap() {
        assertEquals(0, allocated((memory, blocks) -> {}, (memory, blocks) -> {
            for (int i = 0; i < BLOCKS; i++) {
                memory.discard(blocks[i]);
                blocks[i] = memory.allocate(8 + (i & 511));
            }
        }));
    }

    @Test
    void reservingTakesNoHeap() {
        assertEquals(0, allocated((memory, blocks) -> {}, (memory, blocks) -> {
            for (int i = 0; i < BLOCKS; i++) {
                memory.reserve(8 + i, 5);
            }
        }));
    }

    @Test
    void owningAndParkingTakeNoHeap() {
        var holds = new Hold[1];
        assertEquals(0, allocated((memory, blocks) -> {
            if (holds[0] != null) {
                holds[0].close();
            }
            memory.reclaim(() -> false);
            holds[0] = memory.freeze();
        }, (memory, blocks) -> {
            for (int i = 0; i < BLOCKS; i++) {
                blocks[i] = memory.own(blocks[i]);
            }
        }));
        holds[0].close();
    }

    @Test
    void freeingWhatWasParkedTakesNoHeap() {
        assertEquals(0, allocated((memory, blocks) -> {
            try (var hold = memory.freeze()) {
                for (int i = 0; i < BLOCKS && !hold.isClosed(); i++) {
                    blocks[i] = memory.own(blocks[i]);
                }
            }
        }, (memory, blocks) -> memory.reclaim(() -> false)));
    }
}
