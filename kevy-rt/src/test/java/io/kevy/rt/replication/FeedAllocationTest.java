package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.kevy.replicate.Backlog;
import io.kevy.replicate.BacklogLimits;
import io.kevy.resp.Argv;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeedAllocationTest {
    private static final int EFFECTS = 20_000;

    private final Feed feed = new Feed(new Backlog(new BacklogLimits(1 << 20, 0), 1L << 60));
    private final Argv effect = new Argv();

    private void record(int count) {
        for (int i = 0; i < count; i++) {
            feed.record(i & 1, effect);
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
        effect.clear(bytes);
        effect.add(0, 3);
        effect.add(3, 3);
        effect.add(6, 5);
        assertEquals(0, allocatedByRecording(), "while frames are only counted");
        feed.want();
        assertEquals(0, allocatedByRecording(), "with a SELECT before each frame");
    }
}
