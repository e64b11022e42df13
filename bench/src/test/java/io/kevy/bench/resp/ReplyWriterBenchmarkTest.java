package io.kevy.bench.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyWriterBenchmarkTest {
    private final ReplyWriterBenchmark benchmark = new ReplyWriterBenchmark();

    @Test
    void sixteenRepliesAreWritten() {
        assertEquals("+OK\r\n".repeat(16), text(benchmark.simple(), 16 * 5));
        assertEquals(("$64\r\n" + "x".repeat(64) + "\r\n").repeat(16),
                text(benchmark.bulk(), 16 * 71));
        assertEquals(":0\r\n:1\r\n:2\r\n", text(benchmark.integer(), 12));
    }

    private static String text(MemorySegment memory, int length) {
        byte[] bytes = memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
