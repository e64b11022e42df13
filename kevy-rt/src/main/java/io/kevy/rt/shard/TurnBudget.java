package io.kevy.rt.shard;

import io.kevy.sys.Clock;
import java.util.function.BooleanSupplier;

/**
 * The time one part of a turn may take, by the monotonic clock: true once it is spent.
 *
 * <p>Reading the clock costs about as much as a lookup, so it is asked every so many steps by those
 * whose steps are short. One per shard, reused.
 */
final class TurnBudget implements BooleanSupplier {
    private final Clock clock;
    private long endNanos;

    TurnBudget(Clock clock) {
        this.clock = clock;
    }

    /** Gives {@code nanos} from now on, at most. */
    TurnBudget of(long nanos) {
        endNanos = clock.nanoTime() + nanos;
        return this;
    }

    @Override
    public boolean getAsBoolean() {
        return clock.nanoTime() - endNanos >= 0;
    }
}
