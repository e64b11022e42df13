package io.kevy.bench.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BacklogBenchmarkTest {
    private final BacklogBenchmark benchmark = new BacklogBenchmark();

    @Test
    void aLinkCopiesEachFrameOnce() {
        int first = benchmark.appendAndCopy();
        assertEquals(first, benchmark.appendAndCopy());
    }

    @Test
    void offsetsFollowOneAnother() {
        assertEquals(benchmark.append() + 1, benchmark.append());
    }
}
