package io.kevy.store.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Hold;
import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random changes of a tree beside a list, with open views, memory that runs out, compaction and
 * poison; see {@link Seeds}.
 */
class CountedTreeSimTest {
    private static final int STEPS = 1500;

    private record Entry(long number, int weight, long key0, long key1) {}

    private record View(Hold hold, long root, List<Entry> entries) {}

    @Test
    void aTreeIsTheListItStandsFor() {
        Seeds.run(60, seed -> new Simulation(seed).run());
    }

    private static final class Simulation {
        private final Random random;
        private final int keyWords;
        private final RefusingPages source = new RefusingPages();
        private final Memory memory = Memory.open(source, true, 64 << 10);
        private final Records records = new Records(memory);
        private final CountedTree tree;
        private final TreePath path;
        private final List<View> views = new ArrayList<>();
        private List<Entry> model = new ArrayList<>();
        private final int lengthAimed;
        private long root;
        private long numbers;
        private long at;
        private boolean compacting;

        Simulation(long seed) {
            random = new Random(seed);
            keyWords = random.nextInt(3);
            tree = new CountedTree(memory, keyWords, records);
            path = tree.path();
            lengthAimed = 1 << random.nextInt(14);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                source.refusing = random.nextInt(4) == 0;
                try {
                    step();
                } catch (OutOfMemoryError e) {
                    assertTrue(source.refusing);
                }
                if (random.nextInt(50) == 0) {
                    check(memory.pages(), root, model);
                }
            }
            check(memory.pages(), root, model);
            source.refusing = false;
            while (!views.isEmpty()) {
                closeView();
            }
            settle();
            assertEquals(
                    TreeInvariants.check(memory, keyWords, root),
                    memory.usedBytes() - memory.parkedBytes());
            tree.discard(root);
            settle();
            assertEquals(0, memory.usedBytes() - memory.parkedBytes());
            memory.close();
        }

        private void settle() {
            while (memory.reclaim(() -> false)) {}
        }

        private void step() {
            switch (random.nextInt(24)) {
                case 0 -> freeze();
                case 1 -> closeView();
                case 2 -> removeRange();
                case 3, 4 -> memory.reclaim(() -> random.nextInt(20) == 0);
                case 5 -> compact();
                case 6, 7 -> reweigh();
                case 8 -> replace();
                case 9 -> fill();
                default -> {
                    if (random.nextInt(lengthAimed * 2) < model.size()) {
                        remove();
                    } else {
                        insert();
                    }
                }
            }
        }

        private void freeze() {
            if (views.size() < 4) {
                views.add(new View(memory.freeze(), root, List.copyOf(model)));
            }
        }

        private void closeView() {
            if (!views.isEmpty()) {
                var view = views.remove(random.nextInt(views.size()));
                check(view.hold.pages(), view.root, view.entries);
                view.hold.close();
            }
        }

        private void fill() {
            int count = random.nextInt(1 + lengthAimed / 4);
            boolean front = random.nextBoolean();
            for (int i = 0; i < count && model.size() < lengthAimed * 2; i++) {
                insertAt(front ? 0 : model.size());
            }
        }

        private void insert() {
            insertAt(random.nextInt(model.size() + 1));
        }

        private void insertAt(int place) {
            int index = place;
            int weight = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 1;
            long key0 = 0;
            long key1 = 0;
            if (keyWords > 0) {
                key0 = random.nextInt(keyWords == 1 ? 40 : 8) - 4L;
                key1 = keyWords == 1 ? 0 : random.nextLong();
                index = firstNotBefore(key0, key1, numbers);
            }
            long child = records.add(numbers);
            try {
                if (keyWords > 0) {
                    long sought = numbers;
                    assertFalse(path.seekKey(root, key0, key1,
                            (p, c) -> Long.compare(sought, Records.number(p, c))));
                    assertEquals(positionOf(index), path.position());
                    assertEquals(index < model.size(), path.isPresent());
                    root = tree.insertBefore(root, path, child, weight, key0, key1);
                } else if (index == model.size() && random.nextBoolean()) {
                    root = tree.append(root, path, child, weight, 0, 0);
                } else if (index > 0 && random.nextBoolean()) {
                    assertTrue(path.seek(root, positionOf(index) - 1));
                    root = tree.insertAfter(root, path, child, weight, 0, 0);
                } else {
                    path.seek(root, positionOf(index));
                    root = tree.insertBefore(root, path, child, weight, 0, 0);
                }
            } catch (OutOfMemoryError e) {
                records.free(child);
                throw e;
            }
            model.add(index, new Entry(numbers++, weight, key0, key1));
            assertTrue(path.isPresent());
            assertEquals(positionOf(index), path.position());
            assertEquals(weight, path.weight());
        }

        private int firstNotBefore(long key0, long key1, long number) {
            int i = 0;
            while (i < model.size() && compare(model.get(i), key0, key1, number) < 0) {
                i++;
            }
            return i;
        }

        private static int compare(Entry entry, long key0, long key1, long number) {
            return Arrays.compare(
                    new long[] {entry.key0, entry.key1, entry.number},
                    new long[] {key0, key1, number});
        }

        private long positionOf(int index) {
            long sum = 0;
            for (int i = 0; i < index; i++) {
                sum += model.get(i).weight;
            }
            return sum;
        }

        private int seekAny() {
            int index = random.nextInt(model.size());
            long inside = random.nextInt(model.get(index).weight);
            assertTrue(path.seek(root, positionOf(index) + inside));
            assertEquals(model.get(index).number, Records.number(memory.pages(), path.child()));
            return index;
        }

        private void remove() {
            if (model.isEmpty()) {
                return;
            }
            int index = seekAny();
            root = tree.own(root, path);
            long child = path.child();
            root = tree.remove(root, path);
            records.discard(child);
            model.remove(index);
        }

        private void removeRange() {
            if (random.nextInt(4) > 0 || model.isEmpty()) {
                return;
            }
            int from = random.nextInt(model.size());
            int to = from + random.nextInt(1 + Math.min(model.size() - from, lengthAimed / 2 + 1));
            root = tree.removeRange(root, positionOf(from), positionOf(to));
            model.subList(from, to).clear();
        }

        private void reweigh() {
            if (!model.isEmpty()) {
                int index = seekAny();
                int weight = 1 + random.nextInt(CountedTree.WEIGHT_MAX);
                root = tree.reweigh(root, path, weight);
                var old = model.get(index);
                model.set(index, new Entry(old.number, weight, old.key0, old.key1));
                assertEquals(weight, path.weight());
            }
        }

        private void replace() {
            if (!model.isEmpty() && keyWords == 0) {
                int index = seekAny();
                root = tree.own(root, path);
                long child = records.changed(path.child(), numbers);
                root = tree.replace(root, path, child, path.weight());
                var old = model.get(index);
                model.set(index, new Entry(numbers++, old.weight, 0, 0));
            }
        }

        private void compact() {
            if (!compacting) {
                compacting = memory.beginCompaction(() -> false);
                at = 0;
            }
            if (compacting) {
                root = tree.compact(root, path, at, () -> random.nextInt(50) == 0);
                at = path.position();
                if (!path.isPresent()) {
                    memory.endCompaction();
                    compacting = false;
                }
            }
        }

        private void check(PageMap pages, long sought, List<Entry> entries) {
            TreeInvariants.check(memory, keyWords, sought);
            var walk = tree.path(pages);
            long position = 0;
            boolean more = walk.first(sought);
            for (var entry : entries) {
                assertTrue(more);
                assertEquals(entry.number, Records.number(pages, walk.child()));
                assertEquals(entry.weight, walk.weight());
                assertEquals(position, walk.position());
                if (keyWords > 0) {
                    assertEquals(entry.key0, walk.key(0));
                }
                if (keyWords > 1) {
                    assertEquals(entry.key1, walk.key(1));
                }
                position += entry.weight;
                more = walk.next();
            }
            assertFalse(more);
            assertEquals(position, tree.weight(sought));
            assertEquals(entries.size(), tree.count(sought));
            more = walk.last(sought);
            for (int i = entries.size() - 1; i >= 0; i--) {
                assertTrue(more);
                assertEquals(entries.get(i).number, Records.number(pages, walk.child()));
                position -= entries.get(i).weight;
                assertEquals(position, walk.position());
                more = walk.previous();
            }
            assertFalse(more);
            if (keyWords > 0 && !entries.isEmpty()) {
                var entry = entries.get(random.nextInt(entries.size()));
                assertTrue(walk.seekKey(sought, entry.key0, entry.key1,
                        (p, child) -> Long.compare(entry.number, Records.number(p, child))));
                assertEquals(entry.number, Records.number(pages, walk.child()));
            }
        }
    }
}
