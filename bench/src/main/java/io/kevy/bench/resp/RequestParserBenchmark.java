package io.kevy.bench.resp;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.ServerJvm;
import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;
import io.kevy.resp.RequestWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
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

/** One request out of a pipeline of 16 in one native buffer, 16-byte keys, 64-byte values. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {ServerJvm.COLLECTOR, ServerJvm.HEADERS, ServerJvm.NATIVE_ACCESS})
public class RequestParserBenchmark {
    private static final int PIPELINE = 16;
    private static final int VALUE_BYTES = 64;

    private final RequestParser parser = new RequestParser(RequestLimits.redis());
    private final Argv argv = new Argv();
    private final MemorySegment gets = pipeline(false);
    private final MemorySegment sets = pipeline(true);

    @SuppressWarnings("MustBeClosedChecker") // lives as long as the benchmark
    private static MemorySegment pipeline(boolean withValue) {
        var keys = new KeyBytes();
        var value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) 'x');
        var requests = new RequestWriter(4096);
        for (int i = 0; i < PIPELINE; i++) {
            requests.begin(withValue ? 3 : 2);
            requests.arg(withValue ? "SET" : "GET");
            requests.arg(keys.number(i * 7919L));
            if (withValue) {
                requests.arg(value);
            }
        }
        var memory = Arena.ofAuto().allocate(requests.size());
        return memory.copyFrom(requests.memory().asSlice(0, requests.size()));
    }

    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int get() throws ProtocolException {
        return parse(gets);
    }

    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int set() throws ProtocolException {
        return parse(sets);
    }

    /** Something of every request, so that none can be skipped. */
    private int parse(MemorySegment requests) throws ProtocolException {
        int sum = 0;
        int at = 0;
        int to = (int) requests.byteSize();
        while (at < to) {
            at += parser.parse(requests, at, to, argv);
            sum += argv.offset(argv.count() - 1);
        }
        return sum;
    }
}
