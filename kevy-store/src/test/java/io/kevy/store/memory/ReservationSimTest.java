package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * In random states memory is reserved, then the page source refuses everything, and all that was
 * reserved is taken, in mixes of sizes as bad as can be.
 *
 * <p>{@code -Dkevy.seed=n} begins with another seed, {@code -Dkevy.seeds=n} runs so many.
 */
class ReservationSimTest {
    private static final int ROUNDS = 40;

    private static final class Run {
        final Random random;
        final LimitedPages source = new LimitedPages();
        final long pageBytes;
        final Memory memory;
        final int slotBytesMax;
        final List<Long> blocks = new ArrayList<>();
        final List<Hold> holds = new ArrayList<>();

        Run(long seed) {
            random = new Random(seed);
            pageBytes = 65536L << random.nextInt(7);
            memory = Memory.open(source, true, pageBytes);
            slotBytesMax = (int) Math.min(SizeClasses.BYTES_MAX, pageBytes / 8);
        }

        void run() {
            for (int i = 0; i < ROUNDS; i++) {
                disturb();
                takeReserved();
            }
            holds.forEach(Hold::close);
            memory.close();
            assertEquals(0, source.open());
        }

        int anyBytes() {
            int bytesMax = 8 << random.nextInt(18);
            return 8 + random.nextInt(Math.min(bytesMax, slotBytesMax - 8));
        }

        void disturb() {
            for (int i = random.nextInt(200); i > 0; i--) {
                blocks.add(memory.allocate(anyBytes()));
            }
            for (int i = random.nextInt(200); i > 0 && !blocks.isEmpty(); i--) {
                discardOne();
            }
            switch (random.nextInt(8)) {
                case 0 -> memory.beginCompaction(() -> random.nextInt(20) == 0);
                case 1 -> memory.endCompaction();
                case 2, 3 -> holds.add(memory.freeze());
                case 4, 5 -> {
                    holds.forEach(Hold::close);
                    holds.clear();
                }
                default -> memory.reclaim(() -> random.nextInt(20) == 0);
            }
        }

        void discardOne() {
            int i = random.nextInt(blocks.size());
            int last = blocks.size() - 1;
            long block = blocks.get(i);
            blocks.set(i, blocks.get(last));
            blocks.remove(last);
            memory.discard(block);
        }

        void takeReserved() {
            int count = 1 + random.nextInt(1 << random.nextInt(10));
            long bytes = 8L * count + random.nextInt(1 << (8 + random.nextInt(14)));
            memory.reserve(bytes, count);
            source.refuseAfter(0);
            int mix = random.nextInt(4);
            int sizeClass = SizeClasses.of(slotBytesMax);
            while (count > 0 && bytes > 0) {
                long size = switch (mix) {
                    case 0 -> anyBytes();
                    case 1 -> Math.min(bytes, slotBytesMax);
                    case 2 -> SizeClasses.bytes(sizeClass);
                    default -> Math.max(1, bytes / count);
                };
                if (mix == 2 && sizeClass > 0) {
                    sizeClass--;
                }
                if (mix == 3 && random.nextInt(4) == 0 && own(bytes)) {
                    bytes -= memory.capacity(blocks.getLast());
                    count--;
                    continue;
                }
                if (Memory.rounded(size) > bytes || size > slotBytesMax) {
                    if (mix == 2 && sizeClass > 0) {
                        continue;
                    }
                    break;
                }
                if (random.nextInt(4) == 0) {
                    memory.reserve(Memory.rounded(size), 1);
                }
                blocks.add(memory.allocate(Math.max(8, size)));
                bytes -= Memory.rounded(size);
                count--;
                if (random.nextInt(4) == 0) {
                    discardOne();
                }
                if (random.nextInt(16) == 0) {
                    memory.reclaimSome();
                }
            }
            source.refuseNothing();
        }

        /** Owns any block that is small enough, which then is the last. */
        boolean own(long bytesMax) {
            if (blocks.isEmpty()) {
                return false;
            }
            int i = random.nextInt(blocks.size());
            long block = blocks.get(i);
            if (memory.capacity(block) > bytesMax) {
                return false;
            }
            int last = blocks.size() - 1;
            blocks.set(i, blocks.get(last));
            blocks.set(last, memory.own(block));
            return true;
        }
    }

    @Test
    void whatWasReservedIsThere() {
        long first = Long.getLong("kevy.seed", 1);
        int seeds = Integer.getInteger("kevy.seeds", 200);
        for (long seed = first; seed < first + seeds; seed++) {
            var run = new Run(seed);
            try {
                run.run();
            } catch (Throwable e) {
                throw new AssertionError("-Dkevy.seed=" + seed, e);
            }
        }
    }

    @Test
    void aBlockOfEachClassFitsIntoWhatWasReservedForThem() {
        for (int order = 0; order <= 6; order++) {
            var source = new LimitedPages();
            long pageBytes = 65536L << order;
            try (var memory = Memory.open(source, true, pageBytes)) {
                long bytes = 0;
                int last = SizeClasses.of((int) Math.min(SizeClasses.BYTES_MAX, pageBytes / 8));
                for (int i = 0; i <= last; i++) {
                    bytes += SizeClasses.bytes(i);
                }
                memory.reserve(bytes, last + 1);
                source.refuseAfter(0);
                for (int i = 0; i <= last; i++) {
                    memory.allocate(SizeClasses.bytes(i));
                }
            }
        }
    }

    @Test
    void anyNumberOfBlocksOfOneClassFitsIntoWhatWasReservedForThem() {
        int units = 500;
        for (int i = SizeClasses.of(88); i < SizeClasses.COUNT; i += 17) {
            var source = new LimitedPages();
            int bytes = SizeClasses.bytes(i);
            int count = (units >> SizeClasses.order(i)) * SizeClasses.slotsPerSpan(i) + 1;
            try (var memory = Memory.open(source, false)) {
                memory.reserve((long) count * bytes, count);
                source.refuseAfter(0);
                for (int j = 0; j < count; j++) {
                    memory.allocate(bytes);
                }
            }
        }
    }

    @Test
    void unitsThatLieApartDoNotCountForALongSpan() {
        var source = new LimitedPages();
        try (var memory = Memory.open(source, false)) {
            long[] blocks = new long[64 * 8 * 4];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = memory.allocate(8192);
            }
            for (long block : blocks) {
                if ((SpanTable.unit(block) & 1) == 0) {
                    memory.discard(block);
                }
            }
            memory.reserve(128 << 10, 1);
            source.refuseAfter(0);
            memory.allocate(128 << 10);
        }
    }

    @Test
    void aRefusedReservationChangesNothing() {
        var source = new LimitedPages();
        try (var memory = Memory.open(source, true, 65536)) {
            memory.allocate(100);
            source.refuseAfter(2);
            assertThrows(OutOfMemoryError.class, () -> memory.reserve(1 << 20, 100));
            assertEquals(Memory.rounded(100), memory.usedBytes());
            source.refuseNothing();
            memory.reserve(1 << 20, 100);
        }
    }
}
