package io.kevy.rt.command.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.rt.command.Shards;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringLimitsTest {
    @Test
    void lcsRefusesAsMuchAsRedisWouldNeedTooMuchMemoryFor() {
        try (var shards = new Shards(1)) {
            shards.run("SET", "a", "x".repeat(12_000));
            shards.run("SET", "b", "y".repeat(11_300));
            assertEquals(
                    "-ERR Insufficient memory, transient memory for LCS exceeds"
                            + " proto-max-bulk-len",
                    shards.ask("LCS a b LEN"));
            assertEquals(":0", shards.ask("LCS a none LEN"));
        }
    }

    @Test
    void aStringGrowsToTheLimitAndNotBeyond() throws ConfigException {
        try (var shards = new Shards(1)) {
            shards.config = Config.load("--proto-max-bulk-len", "1mb");
            String refusal = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";
            assertEquals(":1048576", shards.ask("SETRANGE k 1048575 x"));
            assertEquals(refusal, shards.ask("APPEND k y"));
            assertEquals(refusal, shards.ask("SETRANGE k 1048576 y"));
            assertEquals(refusal, shards.ask("SETRANGE none 1048576 y"));
            assertEquals(":1048576", shards.ask("APPEND k \"\""));
            assertEquals("$1 x", shards.ask("GETRANGE k -1 -1"));
        }
    }

    @Test
    void aPrimarysFrameIsNotRefusedForItsLength() throws ConfigException {
        try (var shards = new Shards(1)) {
            shards.config = Config.load("--proto-max-bulk-len", "1mb");
            shards.ask("SETRANGE k 1048575 x");
            shards.replay(List.of(new Shards.Recorded(0, 0, List.of("APPEND", "k", "y"))));
            assertEquals(":1048577", shards.ask("STRLEN k"));
        }
    }
}
