package io.kevy.bench.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
