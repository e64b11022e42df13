package io.kevy.rt.ring;

import io.kevy.sys.Waker;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a shard's thread only when it sleeps, so that busy shards exchange work without system
 * calls.
 *
 * <p>The sleeper says {@link #sleeping}, then looks once more for work, and only then blocks; a
 * producer publishes its work first and then calls {@link #wake}. One of the two sees the other.
 */
public final class Sleeper {
    private final Waker waker;
    private final AtomicBoolean asleep = new AtomicBoolean();

    public Sleeper(Waker waker) {
        this.waker = waker;
    }

    /** The owner is about to block, after a last look for work. */
    public void sleeping() {
        asleep.set(true);
    }

    /** The owner is not going to block, or no longer does. */
    public void awake() {
        asleep.lazySet(false);
    }

    /** There is new work; any thread. */
    public void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            waker.wake();
        }
    }
}
