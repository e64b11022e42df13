package io.kevy.rt.ring;

/**
 * The gates of all shards, taken in ascending order so that no two threads wait for each other.
 *
 * <p>A shard that needs others gives its own gate back first and takes it again in its turn: its
 * data may have changed meanwhile, so it does this only between two requests. With one shard
 * nothing is locked at all.
 */
public final class Gates {
    private final Gate[] gates;

    public Gates(int shards) {
        gates = new Gate[shards];
        for (int i = 0; i < shards; i++) {
            gates[i] = new Gate();
        }
    }

    /** Begins a turn of shard {@code self}. */
    public void enter(int self) {
        if (gates.length > 1) {
            gates[self].acquire();
        }
    }

    /** Ends a turn of shard {@code self}. */
    public void leave(int self) {
        if (gates.length > 1) {
            gates[self].release();
        }
    }

    /** Within a turn of {@code self}: holds the shards named by one bit each, and itself. */
    public void hold(int self, long shards) {
        long needed = shards | 1L << self;
        gates[self].release();
        for (long rest = needed; rest != 0; rest &= rest - 1) {
            gates[Long.numberOfTrailingZeros(rest)].acquire();
        }
    }

    /** Gives back what {@link #hold} took, except {@code self}. */
    public void letGo(int self, long shards) {
        for (long rest = shards & ~(1L << self); rest != 0; rest &= rest - 1) {
            gates[Long.numberOfTrailingZeros(rest)].release();
        }
    }
}
