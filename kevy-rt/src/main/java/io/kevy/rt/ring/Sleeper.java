package io.kevy.rt.ring;

import io.kevy.sys.Waker;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes a shard's thread only when it sleeps, so that busy shards exchange work without system
 * calls.
 *
 * <p>The owner calls {@link #awake} when its turn begins and before it looks for work, and {@link
 * #maySleep} before it blocks; a producer publishes its work and then calls {@link #wake}. A call
 * that comes after {@code awake} makes {@code maySleep} refuse or ends the sleep, whatever the work
 * is: the owner never has to know all the places where work can have come meanwhile.
 *
 * <p>Work is published with release stores, so both sides put a full fence between what they write
 * and what they read: of two that meet, one sees the other.
 */
public final class Sleeper {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int CALLED = 2;

    private final Waker waker;
    private final AtomicInteger state = new AtomicInteger(CALLED);

    public Sleeper(Waker waker) {
        this.waker = waker;
    }

    /** The owner is about to look for work; what is published from now on calls it again. */
    public void awake() {
        state.set(AWAKE);
        VarHandle.fullFence();
    }

    /** Whether the owner may block: nobody has called since {@link #awake}. */
    public boolean maySleep() {
        return state.compareAndSet(AWAKE, ASLEEP);
    }

    /** There is new work; any thread, after it has published the work. */
    public void wake() {
        VarHandle.fullFence();
        if (state.get() != CALLED && state.getAndSet(CALLED) == ASLEEP) {
            waker.wake();
        }
    }
}
