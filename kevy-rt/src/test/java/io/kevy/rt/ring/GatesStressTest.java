package io.kevy.rt.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Shards that hold each other in all ways at once: nobody starves, nothing is lost. */
class GatesStressTest {
    private static final int SHARDS = 4;
    private static final int TURNS = 20_000;

    /** One counter per shard, changed without any protection but the gates. */
    private final long[] counters = new long[SHARDS * 16];

    @Test
    void whoHoldsAShardIsAloneWithItsData() throws Exception {
        var gates = new Gates(SHARDS);
        var failure = new AtomicReference<Throwable>();
        var threads = new ArrayList<Thread>();
        var added = new long[SHARDS];
        for (int shard = 0; shard < SHARDS; shard++) {
            int self = shard;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    added[self] = turns(gates, self);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failure.get());
        long sum = 0;
        long expected = 0;
        for (int shard = 0; shard < SHARDS; shard++) {
            sum += counters[shard * 16];
            expected += added[shard];
        }
        assertEquals(expected, sum);
    }

    private long turns(Gates gates, int self) {
        var random = new SplittableRandom(self);
        long added = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            gates.enter(self);
            counters[self * 16]++;
            added++;
            if (turn % 4 == 0) {
                long others = random.nextLong(1L << SHARDS);
                gates.hold(self, others);
                for (int shard = 0; shard < SHARDS; shard++) {
                    if ((others & 1L << shard) != 0) {
                        counters[shard * 16]++;
                        added++;
                    }
                }
                gates.letGo(self, others);
                counters[self * 16]++;
                added++;
            }
            gates.leave(self);
        }
        return added;
    }
}
