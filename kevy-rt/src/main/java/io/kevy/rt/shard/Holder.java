package io.kevy.rt.shard;

import io.kevy.rt.command.Partitions;
import io.kevy.rt.dispatch.Holding;
import io.kevy.rt.ring.Gates;
import io.kevy.rt.ring.Sleeper;
import java.util.List;

/** Holds other shards by their gates, and wakes those that got effects to pass on. */
final class Holder implements Holding {
    private final int self;
    private final Gates gates;
    private final Partitions partitions;
    private final List<Sleeper> sleepers;
    private final long[] changesBefore;

    Holder(int self, Gates gates, Partitions partitions, List<Sleeper> sleepers) {
        this.self = self;
        this.gates = gates;
        this.partitions = partitions;
        this.sleepers = sleepers;
        this.changesBefore = new long[partitions.count()];
    }

    @Override
    public void hold(long shards) {
        gates.hold(self, shards);
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            int shard = Long.numberOfTrailingZeros(rest);
            changesBefore[shard] = partitions.get(shard).changes();
        }
    }

    @Override
    public void letGo(long shards) {
        for (long rest = shards & ~(1L << self); rest != 0; rest &= rest - 1) {
            int shard = Long.numberOfTrailingZeros(rest);
            if (partitions.get(shard).changes() != changesBefore[shard]) {
                sleepers.get(shard).wake();
            }
        }
        gates.letGo(self, shards);
    }
}
