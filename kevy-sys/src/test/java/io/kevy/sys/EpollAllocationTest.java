package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Polling, reading and writing leave nothing to the garbage collector. */
class EpollAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 10_000;
    private static final int WARM_UPS_MAX = 30;

    @Test
    void aRoundOfWakingPollingReadingAndWritingAllocatesNothing() throws IOException {
        if (!TransportSpec.isLinux()) {
            assertThrows(UnsupportedOperationException.class, Transport::epoll);
            return;
        }
        Transport epoll = Transport.epoll();
        try (Listener listener = epoll.listen(TransportSpec.anyPort(), TransportSpec.PLAIN);
                Poller poller = epoll.openPoller();
                Socket near = epoll.connect(listener.localAddress());
                Socket far = Objects.requireNonNull(listener.accept())) {
            assertTrue(near.finishConnect());
            poller.register(listener, Poller.READ, "listener");
            poller.register(near, Poller.READ, "near");
            poller.register(far, Poller.READ, "far");
            int warmUps = 0;
            while (allocatedByRounds(poller, near, far) > 0 && warmUps < WARM_UPS_MAX) {
                warmUps++;
            }
            assertEquals(0, allocatedByRounds(poller, near, far), "bytes after the warm-up");
            assertEquals(0, allocatedByRounds(poller, near, far), "bytes after the warm-up");
        }
    }

    private static long allocatedByRounds(Poller poller, Socket near, Socket far)
            throws IOException {
        byte[] bytes = new byte[512];
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round(poller, near, far, bytes);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void round(Poller poller, Socket near, Socket far, byte[] bytes)
            throws IOException {
        check(near.write(bytes, 0, 100) == 100);
        check(poller.poll(1_000_000_000) == 1);
        check(poller.attachment(0).equals("far") && poller.ready(0) == Poller.READ);
        check(far.read(bytes, 0, bytes.length) == 100);
        check(far.read(bytes, 0, bytes.length) == 0);
        check(poller.poll(0) == 0);
        poller.interest(far, Poller.READ | Poller.WRITE);
        check(poller.poll(0) == 1);
        poller.interest(far, Poller.READ);
        poller.waker().wake();
        poller.waker().wake();
        check(poller.poll(-1) == 0);
    }

    /** An assertion whose message costs nothing. */
    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("a round did not go as it must");
        }
    }
}
