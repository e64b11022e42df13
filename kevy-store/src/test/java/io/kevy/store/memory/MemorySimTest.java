package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.SampleTable.Content;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Random changes of a small structure and of its model, with views opened and closed, memory that
 * runs out, reclaiming and compaction at random moments.
 *
 * <p>{@code -Dkevy.seed=n} begins with another seed, {@code -Dkevy.seeds=n} runs so many.
 */
class MemorySimTest {
    private static final int STEPS = 1500;
    private static final int VIEWS_MAX = 4;

    private record View(Hold hold, long root, List<Content> model) {}

    private static final class Run {
        final Random random;
        final LimitedPages source = new LimitedPages();
        final Memory memory;
        final SampleTable table;
        final List<Content> model = SampleTable.emptyModel();
        final List<View> views = new ArrayList<>();
        final int lengthMax;
        boolean compacting;
        int refusals;
        int moved;

        Run(long seed) {
            random = new Random(seed);
            memory = Memory.open(source, true, 65536L << random.nextInt(7));
            table = new SampleTable(memory);
            lengthMax = 16 << random.nextInt(11);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            finish();
        }

        void step() {
            switch (random.nextInt(40)) {
                case 0 -> openView();
                case 1, 2 -> closeView();
                case 3, 4 -> reclaim();
                case 5 -> refuse();
                case 6 -> compact();
                case 7 -> clear();
                case 8 -> reserveAndPut();
                case 9 -> check();
                case 10, 11, 12, 13, 14, 15, 16, 17 -> remove();
                case 18, 19, 20, 21 -> rewrite();
                default -> put();
            }
        }

        Content content(int length) {
            return new Content(random.nextLong(), length);
        }

        int length() {
            return random.nextInt(100) == 0
                    ? 120_000 + random.nextInt(200_000)
                    : 8 + random.nextInt(lengthMax);
        }

        void put() {
            int index = random.nextInt(SampleTable.SLOTS);
            var content = content(length());
            try {
                table.put(index, content);
                model.set(index, content);
            } catch (OutOfMemoryError e) {
                refusals++;
            }
        }

        void reserveAndPut() {
            int index = random.nextInt(SampleTable.SLOTS);
            var content = content(8 + random.nextInt(8184));
            long bytes = 2 * Memory.rounded(SampleTable.ROOT_BYTES)
                    + 2 * Memory.rounded(SampleTable.LEAF_BYTES)
                    + Memory.rounded(content.length());
            try {
                memory.reserve(bytes, 5);
            } catch (OutOfMemoryError e) {
                refusals++;
                return;
            }
            source.refuseAfter(0);
            table.put(index, content);
            model.set(index, content);
            source.refuseNothing();
        }

        void rewrite() {
            int index = random.nextInt(SampleTable.SLOTS);
            if (model.get(index).isNone()) {
                return;
            }
            var content = content(model.get(index).length());
            try {
                table.rewrite(index, content);
                model.set(index, content);
            } catch (OutOfMemoryError e) {
                refusals++;
            }
        }

        void remove() {
            int index = random.nextInt(SampleTable.SLOTS);
            try {
                table.remove(index);
                model.set(index, Content.NONE);
            } catch (OutOfMemoryError e) {
                refusals++;
            }
        }

        void clear() {
            if (random.nextInt(10) != 0) {
                return;
            }
            try {
                table.clear();
                Collections.fill(model, Content.NONE);
            } catch (OutOfMemoryError e) {
                refusals++;
            }
        }

        void openView() {
            if (views.size() < VIEWS_MAX) {
                views.add(new View(memory.freeze(), table.root(), List.copyOf(model)));
            }
        }

        void closeView() {
            if (!views.isEmpty()) {
                var view = views.remove(random.nextInt(views.size()));
                SampleTable.check(view.hold().pages(), view.root(), view.model());
                view.hold().close();
            }
        }

        void refuse() {
            if (random.nextBoolean()) {
                source.refuseAfter(random.nextInt(3));
            } else {
                source.refuseNothing();
            }
        }

        BooleanSupplier budget(int looks) {
            int[] left = {looks};
            return () -> left[0]-- <= 0;
        }

        void reclaim() {
            int looks = random.nextInt(20);
            boolean more = memory.reclaim(budget(looks));
            if (!more) {
                assertFalse(memory.reclaim(budget(0)), "nothing to do, then something");
            }
        }

        void compact() {
            if (!compacting) {
                compacting = memory.beginCompaction(budget(random.nextInt(10)));
                return;
            }
            try {
                moved += table.compact();
            } catch (OutOfMemoryError e) {
                refusals++;
            }
            if (random.nextBoolean()) {
                memory.endCompaction();
                compacting = false;
            }
        }

        void check() {
            SampleTable.check(memory.pages(), table.root(), model);
            for (var view : views) {
                SampleTable.check(view.hold().pages(), view.root(), view.model());
            }
            if (views.isEmpty() && !memory.reclaim(() -> false)) {
                assertEquals(table.reachableBytes(), memory.usedBytes());
                assertEquals(0, memory.parkedBytes());
            }
        }

        void finish() {
            source.refuseNothing();
            memory.endCompaction();
            while (!views.isEmpty()) {
                closeView();
            }
            check();
            table.clear();
            assertFalse(memory.reclaim(() -> false));
            assertEquals(0, memory.usedBytes());
            assertEquals(0, memory.parkedBytes());
            // The chunks kept spare may lie in several pages; a compaction frees them.
            assertTrue(memory.beginCompaction(() -> false));
            memory.endCompaction();
            assertFalse(memory.reclaim(() -> false));
            assertTrue(source.open() <= 2, source.open() + " pages are kept for nothing");
            memory.close();
            assertEquals(0, source.open());
        }
    }

    @Test
    void contentIsAlwaysAsInTheModel() {
        long first = Long.getLong("kevy.seed", 1);
        int seeds = Integer.getInteger("kevy.seeds", 200);
        int refusals = 0;
        int moved = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            var run = new Run(seed);
            try {
                run.run();
            } catch (Throwable e) {
                throw new AssertionError("-Dkevy.seed=" + seed, e);
            }
            refusals += run.refusals;
            moved += run.moved;
        }
        assertTrue(refusals > 0 || seeds < 20, "memory never ran out");
        assertTrue(moved > 0 || seeds < 20, "nothing was moved");
    }
}
