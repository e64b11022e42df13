package io.kevy.bench.store;

import io.kevy.bench.ServerJvm;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;
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

/** Reads and writes of random keys among a million: more than the caches hold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class KeyspaceBenchmark {
    private static final int KEYS = 1_000_000;
    private static final int TOGETHER = 16;

    private final FilledStore filled;
    private final Keyspace keyspace;
    private final KeyTray tray;
    private final Place place = new Place();
    private final byte[] value = new byte[FilledStore.VALUE_BYTES];
    private final MemorySegment target = MemorySegment.ofArray(value);

    public KeyspaceBenchmark() {
        this(KEYS);
    }

    KeyspaceBenchmark(int keys) {
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

    /** Finds a key and copies its value. */
    @Benchmark
    public byte[] get() {
        return copy(filled.anyKey());
    }

    /** The same for keys that were fetched ahead, as those of a pipeline are. */
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public byte[] getTogether() {
        tray.fill();
        for (int i = 0; i < TOGETHER; i++) {
            copy(tray.key(i));
        }
        return value;
    }

    private byte[] copy(Slice key) {
        keyspace.find(key, place);
        place.copyString(0, place.stringLength(), target, 0);
        return value;
    }

    /** Replaces a value by one of the same length. */
    @Benchmark
    public void set() {
        filled.setAny();
    }
}
