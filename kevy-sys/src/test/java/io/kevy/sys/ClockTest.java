package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClockTest {
    @Test
    void theSystemsClockIsThatOfTheMachine() {
        Clock clock = Clock.system();
        long nanosBefore = System.nanoTime();
        long nanos = clock.nanoTime();
        assertTrue(nanos - nanosBefore >= 0 && System.nanoTime() - nanos >= 0);
        long millis = clock.unixMillis();
        assertTrue(Math.abs(System.currentTimeMillis() - millis) < 60_000);
    }
}
