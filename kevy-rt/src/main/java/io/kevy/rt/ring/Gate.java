package io.kevy.rt.ring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to touch one shard's data: a fair lock by tickets.
 *
 * <p>The shard's own thread takes it for each turn and gives it back before it sleeps, so another
 * shard that needs this one gets it at the next turn's end at the latest, and at once while it
 * sleeps. Waiters spin briefly and then park; the ticket order lets nobody starve. Acquiring is a
 * full happens-before after the previous release. Not reentrant.
 */
public final class Gate {
    private static final int WAITERS = 128;
    private static final int SPINS = 64;

    private final AtomicInteger nextTicket = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable Thread> waiters =
            new AtomicReferenceArray<>(WAITERS);
    private volatile int serving;

    /** Waits until all who came earlier are through. At most 127 threads may wait at once. */
    public void acquire() {
        int ticket = nextTicket.getAndIncrement();
        for (int i = 0; i < SPINS; i++) {
            if (serving == ticket) {
                return;
            }
            Thread.onSpinWait();
        }
        int slot = ticket & (WAITERS - 1);
        waiters.set(slot, Thread.currentThread());
        while (serving != ticket) {
            LockSupport.park(this);
        }
        waiters.set(slot, null);
    }

    /** Lets the next one in; only by the thread that acquired. */
    public void release() {
        int next = serving + 1;
        serving = next;
        Thread waiter = waiters.get(next & (WAITERS - 1));
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }
}
