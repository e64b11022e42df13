package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.kevy.resp.Argv;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class LinkAllocationTest {
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] set = Drive.bytes("SET");
    private final byte[] key = Drive.bytes("key:000000000001");
    private final byte[] value = new byte[64];

    private interface Step {
        void run() throws Exception;
    }

    private static void assertAllocatesNothing(Step step) throws Exception {
        long allocated = -1;
        // The first rounds warm up; compilation may still allocate in one of the later ones.
        for (int round = 0; round < 20 && allocated != 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                step.run();
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }

    private void append(Backlog backlog) {
        backlog.reserve(1, 5, 3 + key.length + value.length + 3 + 20);
        backlog.begin(5);
        backlog.arg(set);
        backlog.arg(key, 0, key.length);
        backlog.arg(value, 0, value.length);
        backlog.arg(set);
        backlog.arg(1_770_000_000_000L);
        backlog.commit();
        backlog.release();
    }

    @Test
    void anAppendedFrameAllocatesNothing() throws Exception {
        Backlog backlog = new Backlog(new BacklogLimits(1 << 18, 0), 1L << 60);
        assertAllocatesNothing(() -> append(backlog));
    }

    @Test
    void anAppendedFrameAllocatesNothingWhileFramesArePinned() throws Exception {
        Backlog backlog = new Backlog(new BacklogLimits(1 << 18, 1 << 18), 1L << 60);
        Pin pin = backlog.pin(backlog.nextOffset());
        assertAllocatesNothing(
                () -> {
                    append(backlog);
                    pin.advance(backlog.nextOffset() - 2_000);
                });
    }

    @Test
    void aFrameFromTheBacklogToTheReplicasEventsAllocatesNothing() throws Exception {
        Backlog backlog = new Backlog(new BacklogLimits(1 << 18, 0), 0);
        PrimaryLink primary = Drive.streaming(backlog, LinkLimits.standard(), 0);
        ReplicaLink replica = new ReplicaLink("r1", 0);
        var events = new CountingEvents();
        byte[] ack = Drive.bytes("+ACK 0\r\n");
        replica.feed(ack, 0, ack.length, events);
        assertAllocatesNothing(
                () -> {
                    append(backlog);
                    primary.pump();
                    int length = Math.min(primary.outputTo() - primary.outputFrom(), 100);
                    int from = primary.outputFrom();
                    replica.feed(primary.output(), from, from + length, events);
                    primary.sent(length);
                    length = primary.outputTo() - primary.outputFrom();
                    from = primary.outputFrom();
                    replica.feed(primary.output(), from, from + length, events);
                    primary.sent(length);
                });
        assertEquals(backlog.nextOffset(), events.frames);
    }

    private static final class CountingEvents implements ReplicaEvents {
        long frames;

        @Override
        public void acknowledged(long offset) {}

        @Override
        public void snapshotBegin() {}

        @Override
        public void snapshotChunk(byte[] bytes, int offset, int length) {}

        @Override
        public void snapshotEnd(long ackOffset) {}

        @Override
        public void frame(long offset, Argv command) {
            frames++;
        }
    }
}
