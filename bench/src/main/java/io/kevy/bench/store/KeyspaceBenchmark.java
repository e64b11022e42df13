package io.kevy.bench.store;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.ServerJvm;
import io.kevy.store.Keyspace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reads and writes of random keys among a million: more than the caches hold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class KeyspaceBenchmark {
    private static final int KEYS = 1_000_000;

    private final FilledStore filled;
    private final Keyspace keyspace;
    private final byte[] target = new byte[FilledStore.VALUE_BYTES];

    public KeyspaceBenchmark() {
        this(KEYS);
    }

    KeyspaceBenchmark(int keys) {
        filled = new FilledStore(keys);
        keyspace = filled.keyspace();
    }

    @TearDown
    public void close() {
        filled.close();
    }

    /** What drawing a key costs, to be taken off the others. */
    @Benchmark
    public byte[] key() {
        return filled.anyKey();
    }

    /** Finds a key and copies its value. */
    @Benchmark
    public byte[] get() {
        long record = keyspace.find(filled.anyKey(), 0, KeyBytes.LENGTH);
        keyspace.copyString(record, 0, target, 0, keyspace.stringLength(record));
        return target;
    }

    /** Replaces a value by one of the same length. */
    @Benchmark
    public void set() {
        filled.setAny();
    }
}
