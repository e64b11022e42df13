package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Argv;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A primary, its backlog and two replicas in one thread and from one seed: random writes, pieces of
 * any size, cuts at any byte, new histories. Every replica must see exactly what was written.
 *
 * <p>{@code -Dkevy.sim.seed=n} runs one seed.
 */
class LinkSimTest {
    private static final int SEEDS = 500;
    private static final int STEPS = 600;

    // What must happen somewhere in the seeds, or they are too tame.
    private static final Set<Object> EXPECTED_REASONS =
            Set.of(
                    FullSyncReason.FRESH_REPLICA,
                    FullSyncReason.OFFSET_TOO_OLD,
                    FullSyncReason.FELL_BEHIND,
                    FullSyncReason.HISTORY_RESTARTED,
                    CloseReason.FrameDropped.class,
                    CloseReason.PinOverrun.class,
                    CloseReason.HistoryRestarted.class,
                    CloseReason.SnapshotFailed.class,
                    CloseReason.ByOwner.class);

    @Test
    void everyReplicaSeesExactlyTheSequenceThroughCutsAndResumes() throws Exception {
        Long only = Long.getLong("kevy.sim.seed");
        long frames = 0;
        long snapshots = 0;
        Set<Object> reasons = new HashSet<>();
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            try {
                World world = new World(seed, reasons);
                world.run();
                for (Replica replica : world.replicas) {
                    frames += replica.framesSeen;
                    snapshots += replica.snapshotsSeen;
                }
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
        if (only == null) {
            assertTrue(frames > 10_000, frames + " frames seen");
            assertTrue(snapshots > 100, snapshots + " snapshots seen");
            assertTrue(reasons.containsAll(EXPECTED_REASONS), "only these reasons: " + reasons);
        }
    }

    private static final class World {
        final Random random;
        final Backlog backlog;
        final LinkLimits limits;
        final Map<Long, byte[][]> written = new HashMap<>();
        final Replica[] replicas;
        final Set<Object> reasons;
        int history;

        World(long seed, Set<Object> reasons) {
            this.reasons = reasons;
            random = new Random(seed);
            int bytesMax = random.nextInt(200, 6_000);
            backlog =
                    new Backlog(new BacklogLimits(bytesMax, random.nextInt(20_000)), newHistory());
            int pump = random.nextInt(80, 2_000);
            int chunk = random.nextInt(1, Math.min(pump - 10, 200));
            int output = 2 * Math.max(pump, chunk) + random.nextInt(3_000);
            limits = new LinkLimits(4096, output, pump, chunk, 64);
            replicas = new Replica[] {new Replica(this, "a"), new Replica(this, "b")};
        }

        private long newHistory() {
            return history++ == 0 && random.nextBoolean() ? 0 : (long) history << 32;
        }

        void run() throws LinkException {
            for (int step = 0; step < STEPS; step++) {
                int dice = random.nextInt(1_000);
                if (dice < 300) {
                    write();
                } else if (dice < 303) {
                    backlog.restart(newHistory());
                } else {
                    replicas[random.nextInt(replicas.length)].step(dice < 315);
                }
            }
            for (Replica replica : replicas) {
                for (int step = 0; replica.link.nextOffset() != backlog.nextOffset(); step++) {
                    assertTrue(step < 100_000, "it never catches up: " + replica.primary);
                    replica.step(false);
                }
            }
        }

        private void write() {
            byte[][] args = new byte[random.nextInt(1, 6)][];
            for (int i = 0; i < args.length; i++) {
                int dice = random.nextInt(100);
                args[i] = new byte[random.nextInt(dice < 90 ? 40 : dice < 98 ? 600 : 9_000)];
                random.nextBytes(args[i]);
            }
            backlog.reserve(1, args.length, bytesOf(args));
            backlog.begin(args.length);
            for (byte[] arg : args) {
                backlog.arg(arg);
            }
            written.put(backlog.commit(), args);
        }
    }

    private static long bytesOf(byte[][] args) {
        long bytes = 0;
        for (byte[] arg : args) {
            bytes += arg.length;
        }
        return bytes;
    }

    /** A snapshot of which only the next offset, and a length that follows from it, is known. */
    private static byte[] image(long nextOffset) {
        byte[] filler = new byte[(int) (nextOffset * 37 % 3_000)];
        Arrays.fill(filler, (byte) nextOffset);
        return ByteBuffer.allocate(8 + filler.length).putLong(nextOffset).put(filler).array();
    }

    private static final class Replica implements ReplicaEvents {
        final World world;
        final String id;
        PrimaryLink primary;
        ReplicaLink link;
        private @Nullable ByteArrayOutputStream snapshot;
        private long applied;
        long framesSeen;
        long snapshotsSeen;

        Replica(World world, String id) {
            this.world = world;
            this.id = id;
            this.primary = new PrimaryLink(world.backlog, world.limits, Drive.PEER);
            this.link = connect();
        }

        private ReplicaLink connect() {
            primary = new PrimaryLink(world.backlog, world.limits, Drive.PEER);
            snapshot = null;
            ReplicaLink fresh = new ReplicaLink(id, applied);
            byte[] request = fresh.request();
            int cut = world.random.nextInt(request.length + 1);
            primary.receive(request, 0, cut);
            primary.receive(request, cut, request.length);
            return fresh;
        }

        void step(boolean cut) throws LinkException {
            if (cut) {
                primary.close(new CloseReason.ByOwner("cut"));
            }
            if (primary.state() instanceof ReplicaState.Closed closed) {
                world.reasons.add(closed.reason().getClass());
                assertEquals(id, closed.replicaId());
                link = connect();
            }
            primary.pump();
            FullSyncReason wanted = primary.shipWanted();
            if (wanted != null && world.random.nextBoolean()) {
                world.reasons.add(wanted);
                ship();
            }
            for (int n = world.random.nextInt(4); n > 0 && primary.hasOutput(); n--) {
                int pending = primary.outputTo() - primary.outputFrom();
                int length = 1 + world.random.nextInt(pending);
                int from = primary.outputFrom();
                byte[] piece = Arrays.copyOfRange(primary.output(), from, from + length);
                primary.sent(length);
                link.feed(piece, 0, length, this);
                assertEquals(applied, link.nextOffset());
            }
        }

        private void ship() {
            long next = world.backlog.nextOffset();
            byte[] image = image(next);
            ScriptedSource source = new ScriptedSource();
            for (int at = 0; at < image.length;) {
                int to = Math.min(image.length, at + world.random.nextInt(700));
                source.piece(Arrays.copyOfRange(image, at, to));
                at = to;
            }
            if (world.random.nextInt(20) == 0) {
                source.fail("by chance");
            } else {
                source.finish();
            }
            assertTrue(primary.shipBegins(world.backlog.pin(next), source));
        }

        @Override
        public void acknowledged(long offset) {
            assertEquals(applied, offset);
        }

        @Override
        public void snapshotBegin() {
            assertNull(snapshot);
            snapshot = new ByteArrayOutputStream();
        }

        @Override
        public void snapshotChunk(byte[] bytes, int offset, int length) {
            begun(snapshot).write(bytes, offset, length);
        }

        private static ByteArrayOutputStream begun(@Nullable ByteArrayOutputStream out) {
            if (out == null) {
                throw new AssertionError("no snapshot has begun");
            }
            return out;
        }

        @Override
        public void snapshotEnd(long ackOffset) {
            byte[] image = begun(snapshot).toByteArray();
            assertEquals(ackOffset, ByteBuffer.wrap(image).getLong());
            assertTrue(Arrays.equals(image(ackOffset), image), "the image arrived as it was sent");
            snapshot = null;
            applied = ackOffset;
            snapshotsSeen++;
        }

        @Override
        public void frame(long offset, Argv command) {
            assertNull(snapshot);
            assertEquals(applied, offset);
            byte[][] args = world.written.get(offset);
            if (args == null) {
                throw new AssertionError("frame " + offset + " was never written");
            }
            assertEquals(args.length, command.count());
            for (int i = 0; i < args.length; i++) {
                assertTrue(Arrays.equals(args[i], command.copy(i)), "argument " + i);
            }
            applied++;
            framesSeen++;
        }
    }
}
