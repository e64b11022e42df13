package io.kevy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessFactsTest {
    @Test
    void userAndSystemTicksAreFoundBehindAnyName() {
        assertEquals(1234 + 56, ProcessFacts.cpuTicks("7 (a) S 1 (b) R 1 7 7 0 -1 4194560 99 0 0 0 "
                + "1234 56 0 0 20 0 4 0 100 1000 10"));
    }

    @Test
    void theResidentSizeIsGivenInBytes() throws IOException {
        assertEquals(2048 * 1024,
                ProcessFacts.residentBytes("Name:\tjava\nVmRSS:\t    2048 kB\nThreads:\t4\n"));
    }

    @Test
    void aStatusWithoutASizeIsAnError() {
        assertThrows(IOException.class, () -> ProcessFacts.residentBytes("Name:\tkthreadd\n"));
    }
}
