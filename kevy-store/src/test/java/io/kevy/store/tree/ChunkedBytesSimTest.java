package io.kevy.store.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Hold;
import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random changes of long values beside arrays, with open views, memory that runs out, compaction
 * and poison; see {@link Seeds}.
 */
class ChunkedBytesSimTest {
    private static final int STEPS = 400;

    private record View(Hold hold, long root, MemorySegment bytes) {}

    @Test
    void aValueIsTheArrayItStandsFor() {
        Seeds.run(150, seed -> new Simulation(seed).run());
    }

    private static final class Simulation {
        private final Random random;
        private final RefusingPages source = new RefusingPages();
        private final Memory memory = Memory.open(source, true, 64 << 10);
        private final ChunkedBytes bytes = new ChunkedBytes(memory);
        private final TreePath path = bytes.path();
        private final List<View> views = new ArrayList<>();
        private final int lengthMax;
        private byte[] model = {};
        private long root;
        private int at;
        private boolean compacting;

        Simulation(long seed) {
            random = new Random(seed);
            lengthMax = 1 << (4 + random.nextInt(17));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                source.refusing = random.nextInt(4) == 0;
                try {
                    step();
                } catch (OutOfMemoryError e) {
                    assertTrue(source.refusing);
                }
                if (random.nextInt(20) == 0) {
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
                    TreeInvariants.check(memory, 0, root),
                    memory.usedBytes() - memory.parkedBytes());
            bytes.discard(root);
            settle();
            assertEquals(0, memory.usedBytes() - memory.parkedBytes());
            memory.close();
        }

        private void settle() {
            while (memory.reclaim(() -> false)) {}
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0 -> {
                    if (views.size() < 4) {
                        views.add(new View(memory.freeze(), root,
                                MemorySegment.ofArray(model.clone())));
                    }
                }
                case 1 -> closeView();
                case 2, 3 -> memory.reclaim(() -> random.nextInt(20) == 0);
                case 4 -> compact();
                case 5 -> truncate();
                case 6 -> copy();
                case 7 -> {
                    int length = length();
                    if (model.length + length <= lengthMax) {
                        root = bytes.appendZeros(root, length);
                        model = Arrays.copyOf(model, model.length + length);
                    }
                }
                case 8, 9, 10 -> append();
                default -> write();
            }
        }

        /** Mostly short. */
        private int length() {
            return random.nextInt(1 + (lengthMax >> random.nextInt(12)));
        }

        private byte[] content() {
            var content = new byte[length()];
            random.nextBytes(content);
            return content;
        }

        private void append() {
            var content = content();
            if (model.length + content.length <= lengthMax) {
                root = bytes.append(root, MemorySegment.ofArray(content), 0, content.length);
                written(model.length, content);
            }
        }

        private void write() {
            var content = content();
            int to = random.nextInt(lengthMax - content.length + 1);
            if (random.nextBoolean()) {
                to = Math.min(to, model.length);
            }
            root = bytes.write(root, to, MemorySegment.ofArray(content), 0, content.length);
            written(to, content);
        }

        private void written(int to, byte[] content) {
            model = Arrays.copyOf(model, Math.max(model.length, to + content.length));
            System.arraycopy(content, 0, model, to, content.length);
        }

        private void truncate() {
            if (random.nextInt(3) == 0) {
                int length = random.nextInt(model.length + 1);
                root = bytes.truncate(root, length);
                model = Arrays.copyOf(model, length);
            }
        }

        private void copy() {
            long copy = 0;
            var pieces = bytes.pieces();
            try {
                while (bytes.length(copy) < model.length) {
                    copy = bytes.copy(copy, pieces, root, random::nextBoolean);
                }
            } catch (OutOfMemoryError e) {
                bytes.discard(copy);
                throw e;
            }
            bytes.discard(root);
            root = copy;
            if (compacting) {
                at = 0;
            }
        }

        private void compact() {
            if (!compacting) {
                compacting = memory.beginCompaction(() -> false);
                at = 0;
            }
            if (compacting) {
                root = bytes.compact(root, path, at, () -> random.nextInt(10) == 0);
                at = (int) path.position();
                if (!path.isPresent()) {
                    memory.endCompaction();
                    compacting = false;
                }
            }
        }

        private void closeView() {
            if (!views.isEmpty()) {
                var view = views.remove(random.nextInt(views.size()));
                check(view.hold.pages(), view.root, view.bytes.toArray(JAVA_BYTE));
                view.hold.close();
            }
        }

        private void check(PageMap pages, long sought, byte[] expected) {
            TreeInvariants.check(memory, 0, sought);
            assertEquals(expected.length, bytes.length(sought));
            var found = new byte[expected.length];
            int from = expected.length == 0 ? 0 : random.nextInt(expected.length);
            var pieces = ChunkedBytes.pieces(pages);
            int to = from;
            for (boolean more = pieces.seek(sought, from); more; more = pieces.next()) {
                MemorySegment.copy(pieces.memory(), pieces.offset(), MemorySegment.ofArray(found),
                        to, pieces.length());
                to += pieces.length();
            }
            assertEquals(expected.length, to);
            bytes.read(sought, 0, MemorySegment.ofArray(found), 0, from);
            assertArrayEquals(expected, found);
        }
    }
}
