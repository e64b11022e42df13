package io.kevy.bench.store;

import io.kevy.bench.ServerJvm;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Looks random keys up among ten million, values left alone: what the trie costs where every step misses the caches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class LookupBenchmark {
    private static final int KEYS = 10_000_000;
    private static final int TOGETHER = 16;

    private final FilledStore filled;
    private final Keyspace keyspace;
    private final KeyTray tray;
    private final Place place = new Place();

    public LookupBenchmark() {
        this(KEYS);
    }

    LookupBenchmark(int keys) {
        filled = new FilledStore(keys);
        keyspace = filled.keyspace();
        tray = new KeyTray(filled, TOGETHER);
    }

    @TearDown
    public void close() {
        filled.close();
    }

    /** What drawing a key costs, to be taken off the others. */
    @Benchmark
    public Slice key() {
        return filled.anyKey();
    }

    /** Finds one key. */
    @Benchmark
    public boolean find() {
        return keyspace.find(filled.anyKey(), place);
    }

    /** Finds sixteen keys that were fetched ahead together. */
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public int findTogether() {
        tray.fill();
        int found = 0;
        for (int i = 0; i < TOGETHER; i++) {
            found += keyspace.find(tray.key(i), place) ? 1 : 0;
        }
        return found;
    }
}
