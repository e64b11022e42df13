package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        long micros = clock.unixMicros();
        assertTrue(Math.abs(System.currentTimeMillis() - micros / 1000) < 60_000);
    }

    @Test
    void microsecondsAreFinerThanMilliseconds() {
        Clock clock = Clock.system();
        long micros = clock.unixMicros();
        while (micros % 1000 == 0) {
            micros = clock.unixMicros();
        }
    }

    @Test
    void aClockThatKnowsMillisecondsCountsMicrosecondsInThousands() {
        Clock clock = new Clock() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public long unixMillis() {
                return 42;
            }
        };
        assertEquals(42_000, clock.unixMicros());
    }
}
