package io.kevy.persist.snapshot;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread has allocated on the heap since it started. */
final class AllocatedBytes {

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    static long byThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
