package io.kevy.rt.ring;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * What other threads want done in a turn of one shard, in the order of their coming.
 *
 * <p>Anyone may {@link #execute}; only the shard's thread runs. A task may put in another one, which
 * runs in a later turn.
 */
public final class Mailbox implements Executor {
    private static final int CHUNK = 64;

    private final MpscUnboundedAtomicArrayQueue<Runnable> tasks =
            new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final Sleeper sleeper;

    public Mailbox(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    @Override
    public void execute(Runnable task) {
        tasks.offer(task);
        sleeper.wake();
    }

    /** Runs what is there, at least one task and no more once {@code spent} says so. */
    public void run(BooleanSupplier spent) {
        int left = tasks.size();
        while (left-- > 0) {
            var task = tasks.poll();
            if (task == null) {
                return;
            }
            task.run();
            if (spent.getAsBoolean()) {
                return;
            }
        }
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }
}
