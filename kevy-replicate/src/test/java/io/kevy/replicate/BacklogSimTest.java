package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A backlog beside a model of it, from one seed: reservations that are refused, taken in part,
 * aborted and given back, in any order, with pins that come and go. Another seed can be given by
 * {@code -Dkevy.seed}.
 */
class BacklogSimTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 400;

    @Test
    void aRefusedReservationChangesNothingAndAGrantedOneNeverFails() {
        Long given = Long.getLong("kevy.seed");
        if (given != null) {
            new World(given).run();
            return;
        }
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new World(seed).run();
            } catch (Throwable e) {
                throw new AssertionError("-Dkevy.seed=" + seed, e);
            }
        }
    }

    @Test
    void everyRequestForMemoryMayBeTheOneThatIsRefused() {
        for (int granted = 0; granted < 20; granted++) {
            var memory = new ScarceChunks();
            var backlog = new Backlog(new BacklogLimits(1, 0), 7, memory);
            memory.grant(granted);
            int bytes = 1_000_000;
            if (granted > bytes / ByteRing.CHUNK_BYTES + 1) {
                backlog.reserve(1, 1, bytes);
            } else {
                assertThrows(OutOfMemoryError.class, () -> backlog.reserve(1, 1, bytes));
                assertThrows(IllegalStateException.class, () -> backlog.begin(1));
            }
            backlog.close();
            assertEquals(0, memory.chunksHeld(), granted + " granted");
        }
    }

    private static final class World {
        final Random random;
        final ScarceChunks memory = new ScarceChunks();
        final BacklogLimits limits;
        final Backlog backlog;
        final ArrayDeque<String> frames = new ArrayDeque<>();
        final ArrayList<Pin> pins = new ArrayList<>();
        long nextOffset = 100;

        World(long seed) {
            random = new Random(seed);
            limits = new BacklogLimits(random.nextInt(1, 400_000), random.nextInt(300_000));
            backlog = new Backlog(limits, nextOffset, memory);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                memory.grant(random.nextInt(3) == 0 ? random.nextInt(4) : Long.MAX_VALUE);
                step();
                check();
            }
            pins.forEach(Pin::close);
            backlog.close();
            assertEquals(0, memory.chunksHeld());
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0 -> pins.add(backlog.pin(random.nextLong(backlog.firstOffset(),
                        backlog.nextOffset() + 1)));
                case 1 -> pins.forEach(pin -> pin.advance(nextOffset - random.nextInt(10)));
                case 2 -> {
                    if (!pins.isEmpty()) {
                        pins.remove(random.nextInt(pins.size())).close();
                    }
                }
                default -> write();
            }
        }

        private void write() {
            var commands = new String[random.nextInt(1, 4)][];
            int args = 0;
            long bytes = 0;
            for (int i = 0; i < commands.length; i++) {
                commands[i] = command();
                args += commands[i].length;
                for (String arg : commands[i]) {
                    bytes += arg.length();
                }
            }
            int framesBefore = frames.size();
            try {
                backlog.reserve(commands.length, args, bytes);
            } catch (OutOfMemoryError e) {
                assertThrows(IllegalStateException.class, () -> backlog.begin(1));
                assertEquals(framesBefore, frames.size());
                return;
            }
            memory.grant(0);
            int taken = random.nextInt(commands.length + 1);
            for (int i = 0; i < taken; i++) {
                frame(commands[i], commands[i].length);
                frames.add(Drive.frame(nextOffset, commands[i]));
                assertEquals(nextOffset++, backlog.commit());
            }
            if (taken < commands.length && random.nextBoolean()) {
                frame(commands[taken], random.nextInt(commands[taken].length));
                backlog.abort();
            }
            backlog.release();
            assertThrows(IllegalStateException.class, () -> backlog.begin(1));
        }

        private String[] command() {
            var args = new String[random.nextInt(1, 5)];
            for (int i = 0; i < args.length; i++) {
                int dice = random.nextInt(20);
                int length = random.nextInt(dice == 0 ? 200_000 : dice == 1 ? 5_000 : 40);
                args[i] = "abcdefgh".substring(random.nextInt(8)).repeat(length / 8 + 1);
            }
            return args;
        }

        private void frame(String[] args, int count) {
            backlog.begin(args.length);
            for (int i = 0; i < count; i++) {
                byte[] bytes = Drive.bytes(args[i]);
                switch (random.nextInt(3)) {
                    case 0 -> backlog.arg(bytes);
                    case 1 -> backlog.arg(MemorySegment.ofArray(bytes), 0, bytes.length);
                    default -> pieces(bytes);
                }
            }
        }

        private void pieces(byte[] bytes) {
            backlog.beginArg(bytes.length);
            for (int at = 0; at < bytes.length;) {
                int length = random.nextInt(1, bytes.length - at + 1);
                backlog.piece(MemorySegment.ofArray(bytes), at, length);
                at += length;
            }
        }

        /** What is kept is the newest of what was written, and no more than the bounds say. */
        private void check() {
            assertEquals(nextOffset, backlog.nextOffset());
            while (frames.size() > backlog.frames()) {
                frames.remove();
            }
            assertEquals(frames.size(), backlog.frames());
            assertEquals(
                    String.join("", frames),
                    Drive.copy(
                            backlog.cursor(backlog.firstOffset()),
                            1 + random.nextInt(200_000)));
            pins.removeIf(Pin::overrun);
            long bound = limits.bytesMax() + (pins.isEmpty() ? 0 : limits.pinnedBytesMax());
            assertTrue(backlog.bytes() <= bound || backlog.frames() == 1 || isPinned());
            assertTrue(
                    backlog.committedBytes() <= Math.max(backlog.bytes(), limits.bytesMax())
                            + 6L * ByteRing.CHUNK_BYTES);
            assertEquals(
                    backlog.committedBytes(), (long) memory.chunksHeld() * ByteRing.CHUNK_BYTES);
        }

        /** A pin that was closed lets its frames go with the next commit only. */
        private boolean isPinned() {
            return backlog.bytes() <= limits.bytesMax() + limits.pinnedBytesMax();
        }
    }
}
