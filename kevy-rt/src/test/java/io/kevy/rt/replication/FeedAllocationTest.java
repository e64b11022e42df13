package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.kevy.replicate.Backlog;
import io.kevy.replicate.BacklogLimits;
import io.kevy.resp.Argv;
import io.kevy.rt.command.Cause;
import io.kevy.rt.command.Effect;
import io.kevy.rt.dispatch.CommandSet;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeedAllocationTest {
    private static final int EFFECTS = 20_000;

    private final Feed feed = new Feed(new Backlog(new BacklogLimits(1 << 20, 0), 1L << 60));
    private final Argv argv = new Argv();
    private final Effect effect = new Effect(CommandSet.table());

    private void record(int count) {
        for (int i = 0; i < count; i++) {
            feed.reserve(1, 3, 11);
            feed.record(effect.of(Cause.REQUEST, i & 1, argv, 0, 1));
            feed.release();
        }
        feed.publish();
    }

    private long allocatedByRecording() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        record(EFFECTS);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            record(EFFECTS);
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return best;
    }

    @Test
    void recordingAnEffectAllocatesNothing() {
        byte[] bytes = "SETkeyvalue".getBytes(StandardCharsets.US_ASCII);
        argv.clear(bytes);
        argv.add(0, 3);
        argv.add(3, 3);
        argv.add(6, 5);
        assertEquals(0, allocatedByRecording(), "while frames are only counted");
        feed.want();
        assertEquals(0, allocatedByRecording(), "with a SELECT before each frame");
    }
}
