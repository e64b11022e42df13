package io.kevy.bench.replicate;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.ServerJvm;
import io.kevy.replicate.Backlog;
import io.kevy.replicate.BacklogCursor;
import io.kevy.replicate.BacklogLimits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The frame of a SET of 16 + 64 bytes, into a backlog of 1 MiB that is full. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class BacklogBenchmark {
    private static final BacklogLimits LIMITS = BacklogLimits.standard();
    private static final int BYTES = 3 + 16 + 64;

    private final Backlog backlog = new Backlog(LIMITS, 0);
    private final byte[] set = "SET".getBytes(StandardCharsets.US_ASCII);
    private final byte[] value = "x".repeat(64).getBytes(StandardCharsets.US_ASCII);
    private final KeyBytes key = new KeyBytes();
    private final byte[] target = new byte[256];
    private final BacklogCursor cursor;

    public BacklogBenchmark() {
        while (backlog.firstOffset() == 0) {
            appendSet();
        }
        cursor = backlog.cursor(backlog.nextOffset());
    }

    /** Encodes a frame and drops the oldest. */
    @Benchmark
    public long append() {
        return appendSet();
    }

    private long appendSet() {
        backlog.reserve(1, 3, BYTES);
        backlog.begin(3);
        backlog.arg(set);
        backlog.arg(key.number(backlog.nextOffset()));
        backlog.arg(value);
        long offset = backlog.commit();
        backlog.release();
        return offset;
    }

    /** The same, and one link copies the frame into its output. */
    @Benchmark
    public int appendAndCopy() {
        appendSet();
        return cursor.copy(target, 0, target.length);
    }
}
