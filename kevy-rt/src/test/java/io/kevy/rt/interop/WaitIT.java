package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import io.kevy.rt.replication.Eventually;
import io.kevy.rt.server.KevyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that wait for replicas that never come. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WaitIT {
    private static final int WAITERS = 300;

    private static KevyServer start(String transport) throws IOException, ConfigException {
        return KevyServer.start(
                Config.load("--port", "0", "--shards", "2", "--transport", transport));
    }

    private static String clients(RawClient client) {
        try {
            return client.ask("INFO", "clients");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void whoLeavesWhileItWaitsIsGone(String transport) throws Exception {
        try (var server = start(transport);
                var watcher = RawClient.connect(server.port())) {
            for (int i = 0; i < WAITERS; i++) {
                try (var waiter = RawClient.connect(server.port())) {
                    waiter.send("WAIT 1 0\r\n");
                }
            }
            Eventually.isTrue(
                    () -> clients(watcher),
                    () -> clients(watcher).contains("connected_clients:1\r\n"));
        }
    }

    @Test
    void aWaitEndsAtItsTimeAndTheRequestsBehindItAreRunThen() throws Exception {
        try (var server = start("auto");
                var client = RawClient.connect(server.port())) {
            client.ask("SET", "k", "1");
            long start = System.nanoTime();
            client.send("WAIT 1 20\r\nQUIT\r\n");
            assertEquals(":0\r\n+OK\r\n", client.untilEnd());
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
