package io.kevy.bench.store;

import io.kevy.bench.ServerJvm;
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

/** Freezes of a million keys, and what a freeze makes of the write after it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class FreezeBenchmark {
    private static final int KEYS = 1_000_000;

    private final FilledStore filled;

    public FreezeBenchmark() {
        this(KEYS);
    }

    FreezeBenchmark(int keys) {
        filled = new FilledStore(keys);
    }

    @TearDown
    public void close() {
        filled.close();
    }

    /** A freeze, and the view closed. */
    @Benchmark
    public long freeze() {
        try (var view = filled.store().freeze()) {
            return view.size(0);
        }
    }

    /** A freeze, a write that the view does not see, the view closed and what it saw alone reclaimed. */
    @Benchmark
    public boolean freezeAndWrite() {
        var view = filled.store().freeze();
        filled.setAny();
        view.close();
        return filled.store().work(FreezeBenchmark::never);
    }

    private static boolean never() {
        return false;
    }
}
