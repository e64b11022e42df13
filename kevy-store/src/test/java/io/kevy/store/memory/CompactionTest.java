package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class CompactionTest {
    private final LimitedPages source = new LimitedPages();
    private final Random random = new Random(5);

    private static int moveSparse(Memory memory, long[] blocks) {
        int moved = 0;
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i] != 0 && memory.isSparse(blocks[i])) {
                long copy = memory.allocate(memory.capacity(blocks[i]));
                memory.discard(blocks[i]);
                blocks[i] = copy;
                moved++;
            }
        }
        return moved;
    }

    private static int compact(Memory memory, long[] blocks) {
        while (!memory.beginCompaction(() -> false)) {
            throw new AssertionError("not begun without a bound");
        }
        int moved = moveSparse(memory, blocks);
        memory.endCompaction();
        while (memory.reclaim(() -> false)) {
            throw new AssertionError("not done without a bound");
        }
        return moved;
    }

    private long[] blocks(Memory memory, int count, int bytesMax) {
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = memory.allocate(8 + random.nextInt(bytesMax - 8));
        }
        return blocks;
    }

    private static void delete(Memory memory, long[] blocks, LongPredicate which) {
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i] != 0 && which.test(i)) {
                memory.discard(blocks[i]);
                blocks[i] = 0;
            }
        }
        memory.reclaim(() -> false);
    }

    private void checkAfterDeleting(int percent, int bytesMax, int count) {
        try (var memory = Memory.open(source, false)) {
            long[] blocks = blocks(memory, count, bytesMax);
            assertFalse(memory.isWorthCompacting(), "nothing was deleted");
            delete(memory, blocks, i -> random.nextInt(100) < percent);
            assertTrue(memory.isWorthCompacting());
            int moved = compact(memory, blocks);
            assertTrue(moved > 0);
            long bound = memory.usedBytes() * 5 / 4;
            assertTrue(memory.committedBytes() <= bound,
                    memory.usedBytes() + " used, " + memory.committedBytes() + " committed");
            assertFalse(memory.isWorthCompacting(), "nothing more to gain");
        }
        assertEquals(0, source.open());
    }

    @Test
    void memoryGoesBackAfterARandomDeleteOfMostBlocksOfMixedSizes() {
        checkAfterDeleting(90, 2000, 1_000_000);
    }

    @Test
    void memoryGoesBackAfterARandomDeleteOfMostSmallBlocks() {
        checkAfterDeleting(90, 128, 8_000_000);
    }

    @Test
    void memoryGoesBackAfterARandomDeleteOfAThird() {
        checkAfterDeleting(33, 500, 1_000_000);
    }

    @Test
    void wholePagesThatAreNearlyEmptyAreChosenAndFullOnesAreNot() {
        try (var memory = Memory.open(source, true)) {
            long[] blocks = blocks(memory, 400_000, 200);
            delete(memory, blocks, i -> i < 200_000 && i % 50 != 0);
            memory.beginCompaction(() -> false);
            int sparse = 0;
            for (int i = 210_000; i < blocks.length; i++) {
                sparse += memory.isSparse(blocks[i]) ? 1 : 0;
            }
            assertTrue(sparse < 20_000, sparse + " blocks of full pages are to be moved");
            assertTrue(moveSparse(memory, blocks) >= 3000);
            memory.endCompaction();
        }
    }

    @Test
    void sparsePagesAreUsedAgainWhenThereIsNoOtherMemory() {
        try (var memory = Memory.open(source, true)) {
            long[] blocks = blocks(memory, 200_000, 200);
            delete(memory, blocks, i -> i % 10 != 0);
            memory.beginCompaction(() -> false);
            source.refuseAfter(0);
            long used = memory.usedBytes();
            long[] more = blocks(memory, 150_000, 200);
            assertTrue(memory.usedBytes() > used);
            delete(memory, more, i -> true);
            delete(memory, blocks, i -> true);
            memory.endCompaction();
            memory.reclaim(() -> false);
            assertEquals(0, memory.usedBytes());
        }
    }

    @Test
    void theChoiceIsMadeInStepsAndNothingIsSparseBefore() {
        try (var memory = Memory.open(source, true, 65536)) {
            long[] blocks = blocks(memory, 20_000, 200);
            delete(memory, blocks, i -> i % 10 != 0);
            int steps = 0;
            boolean[] looked = {false};
            while (!memory.beginCompaction(() -> looked[0] = !looked[0])) {
                assertFalse(memory.isSparse(blocks[0]));
                steps++;
            }
            assertTrue(steps > 10, steps + " steps");
            assertTrue(memory.isSparse(blocks[0]));
            memory.endCompaction();
            assertFalse(memory.isSparse(blocks[0]));
        }
    }

    @Test
    void whatCannotBeMovedIsNotTriedForEver() {
        try (var memory = Memory.open(source, true, 65536)) {
            long[] blocks = blocks(memory, 200_000, 200);
            delete(memory, blocks, i -> i % 10 != 0);
            assertTrue(memory.isWorthCompacting());
            memory.beginCompaction(() -> false);
            memory.endCompaction();
            memory.reclaim(() -> false);
            assertFalse(memory.isWorthCompacting());
            delete(memory, blocks, i -> i % 20 != 0);
            assertTrue(memory.isWorthCompacting());
        }
    }

    @Test
    void nothingIsWorthMovingWhileAHoldIsOpen() {
        try (var memory = Memory.open(source, true, 65536)) {
            long[] blocks = blocks(memory, 20_000, 200);
            delete(memory, blocks, i -> i % 10 != 0);
            try (var hold = memory.freeze()) {
                assertFalse(hold.isClosed());
                assertFalse(memory.isWorthCompacting());
            }
            assertTrue(memory.isWorthCompacting());
        }
    }
}
