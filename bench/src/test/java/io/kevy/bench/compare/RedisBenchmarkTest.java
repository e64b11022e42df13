package io.kevy.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kevy.bench.load.Operation;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedisBenchmarkTest {
    @Test
    void theRateIsFoundWithAndWithoutHeader() throws IOException {
        String line = "\"GET\",\"66666.66\",\"0.4\",\"0.2\",\"0.4\",\"0.5\",\"0.6\",\"0.7\"\n";
        assertEquals(66_666.66, RedisBenchmark.requestsPerSecond(line, Operation.GET));
        String header = "\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\"\n";
        assertEquals(66_666.66, RedisBenchmark.requestsPerSecond(header + line, Operation.GET));
    }

    @Test
    void aComplaintIsAnError() {
        assertThrows(IOException.class, () -> RedisBenchmark
                .requestsPerSecond("Error from server: ERR unknown command", Operation.SET));
    }
}
