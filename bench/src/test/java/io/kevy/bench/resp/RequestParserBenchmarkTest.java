package io.kevy.bench.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.resp.ProtocolException;
import org.junit.jupiter.api.Test;

class RequestParserBenchmarkTest {
    private static final int GET_BYTES = "*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000000\r\n".length();
    private static final int SET_BYTES =
            "*3\r\n$3\r\nSET\r\n$16\r\nkey:000000000000\r\n$64\r\n\r\n".length() + 64;

    private final RequestParserBenchmark benchmark = new RequestParserBenchmark();

    @Test
    void everyRequestOfAPipelineIsParsed() throws ProtocolException {
        assertEquals(sumOfLastOffsets(GET_BYTES, GET_BYTES - 2 - 16), benchmark.get());
        assertEquals(sumOfLastOffsets(SET_BYTES, SET_BYTES - 2 - 64), benchmark.set());
    }

    private static int sumOfLastOffsets(int requestBytes, int lastOffset) {
        return 16 * lastOffset + requestBytes * (15 * 16 / 2);
    }
}
