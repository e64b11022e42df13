package io.kevy.rt.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Argv;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CrossProtocolGuardTest {
    private static boolean isHttp(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        var argv = new Argv();
        argv.clear(bytes);
        argv.add(0, bytes.length);
        return CrossProtocolGuard.isHttp(argv);
    }

    private static final long MINUTE = 60_000_000_000L;
    private static final long START = -MINUTE / 2; // a monotonic clock may be below zero

    @Test
    void theLinesThatEveryPostHasAreKnownInAnyCase() {
        for (String name : List.of("POST", "post", "PoSt", "Host:", "host:", "HOST:")) {
            assertTrue(isHttp(name), name);
        }
        for (String name : List.of("", "HOST", "POSTS", "POST:", "Host::", "GET", "PUT")) {
            assertFalse(isHttp(name), name);
        }
    }

    @Test
    void oneWarningAMinuteIsEnough() {
        var peers = new ArrayList<Object>();
        var handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        peers.add(record.getParameters()[0]);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        var logger = Logger.getLogger("io.kevy");
        logger.addHandler(handler);
        try {
            var guard = new CrossProtocolGuard();
            guard.warn("first", START);
            guard.warn("second", START + MINUTE - 1);
            guard.warn("third", START + MINUTE);
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(List.of("first", "third"), peers);
    }
}
