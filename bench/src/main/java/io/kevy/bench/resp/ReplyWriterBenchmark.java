package io.kevy.bench.resp;

import io.kevy.bench.ServerJvm;
import io.kevy.resp.ReplyWriter;
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

/** One reply out of 16 written behind one another, into an array that has grown already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class ReplyWriterBenchmark {
    private static final int PIPELINE = 16;

    private final ReplyWriter replies = new ReplyWriter(16 * 1024);
    private final byte[] ok = "OK".getBytes(StandardCharsets.US_ASCII);
    private final byte[] value = "x".repeat(64).getBytes(StandardCharsets.US_ASCII);
    private long number;

    /** What SET answers. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public byte[] simple() {
        replies.clear();
        for (int i = 0; i < PIPELINE; i++) {
            replies.simple(ok);
        }
        return replies.array();
    }

    /** What GET answers for 64 bytes. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public byte[] bulk() {
        replies.clear();
        for (int i = 0; i < PIPELINE; i++) {
            replies.bulk(value, 0, value.length);
        }
        return replies.array();
    }

    /** What INCR answers. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public byte[] integer() {
        replies.clear();
        for (int i = 0; i < PIPELINE; i++) {
            replies.integer(number++);
        }
        return replies.array();
    }
}
