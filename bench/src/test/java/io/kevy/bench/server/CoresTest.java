package io.kevy.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void aListOfCoresHasNumbersAndRanges() {
        assertEquals(List.of(0), Cores.numbers("0"));
        assertEquals(List.of(0, 1, 2, 3, 8, 10, 11), Cores.numbers("0-3,8,10-11"));
    }

    @Test
    void aServerRunsOnItsCore() {
        assertEquals(List.of("taskset", "-c", "2", "server", "--port", "1"),
                new Cores(2, 3).pinned(Placement.SERVER_CORE, List.of("server", "--port", "1")));
    }
}
