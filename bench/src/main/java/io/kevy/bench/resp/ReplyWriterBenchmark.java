package io.kevy.bench.resp;

import io.kevy.bench.ServerJvm;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.ReplyWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Warmup;

/** One reply out of 16 written behind one another, into a native chunk that is there already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class ReplyWriterBenchmark {
    private static final int PIPELINE = 16;
    private static final int VALUE_BYTES = 64;

    private final ReplyWriter replies = new ReplyWriter(ChunkSource.ofArenas());
    private final byte[] ok = "OK".getBytes(StandardCharsets.US_ASCII);
    private final MemorySegment value = value();
    private long number;

    @SuppressWarnings("MustBeClosedChecker") // lives as long as the benchmark
    private static MemorySegment value() {
        return Arena.ofAuto().allocate(VALUE_BYTES).fill((byte) 'x');
    }

    /** What SET answers. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public MemorySegment simple() {
        replies.clear();
        for (int i = 0; i < PIPELINE; i++) {
            replies.simple(ok);
        }
        return replies.memory();
    }

    /** What GET answers for 64 bytes. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public MemorySegment bulk() {
        replies.clear();
        for (int i = 0; i < PIPELINE; i++) {
            replies.bulk(value, 0, VALUE_BYTES);
        }
        return replies.memory();
    }

    /** What INCR answers. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public MemorySegment integer() {
        replies.clear();
        for (int i = 0; i < PIPELINE; i++) {
            replies.integer(number++);
        }
        return replies.memory();
    }
}
