package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.replication.Eventually;
import io.kevy.rt.replication.RespClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the README of the repository shows on a terminal happens when it is typed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ReadmeSessionIT {
    @Test
    void theSessionOfRunningPrintsWhatTheReadmeSays() throws Exception {
        try (var terminal = new ReadmeTerminal()) {
            terminal.type(Readme.read().code("Running"));
            assertEquals(1, terminal.ports().size(), "servers");
            assertTrue(terminal.outputsCompared() > 0, "the README shows output");
        }
    }

    @Test
    void theReplicaOfTheReadmeHoldsTheSameAndRefusesWrites() throws Exception {
        var readme = Readme.read();
        try (var terminal = new ReadmeTerminal()) {
            terminal.type(readme.code("Running"));
            int before = terminal.outputsCompared();
            terminal.type(readme.code("A replica"));
            assertTrue(terminal.outputsCompared() > before, "the README shows output");
            List<String> ports = terminal.ports();
            assertEquals(2, ports.size(), "servers");
            try (var primary = terminal.server(ports.getFirst()).client();
                    var replica = terminal.server(ports.getLast()).client()) {
                awaitEqual(primary, replica);
                assertTrue(Long.parseLong(replica.text("DBSIZE")) > 100, "keys of the load");
                assertEquals("slave", replica.info("replication", "role"));
                assertEquals("OK", replica.text("REPLICAOF", "NO", "ONE"));
                assertEquals("OK", replica.text("SET", "own", "write"));
            }
        }
    }

    @Test
    void aReplicaThatIsKilledAndStartedAgainGoesOn() throws Exception {
        var readme = Readme.read();
        var replicaSection = readme.code("A replica");
        try (var terminal = new ReadmeTerminal()) {
            terminal.type(readme.code("Running"));
            terminal.type(replicaSection);
            List<String> ports = terminal.ports();
            terminal.server(ports.getLast()).kill();
            try (var primary = terminal.server(ports.getFirst()).client()) {
                primary.text("SET", "written", "meanwhile");
                terminal.type(List.of(replicaSection.getFirst()));
                try (var replica = terminal.server(ports.getLast()).client()) {
                    awaitEqual(primary, replica);
                    assertEquals("meanwhile", replica.text("GET", "written"));
                }
            }
        }
    }

    private static void awaitEqual(RespClient primary, RespClient replica) {
        Eventually.isTrue(
                () -> primary.text("INFO", "replication") + replica.text("INFO", "replication"),
                () -> primary.info("replication", "slave0").contains(",lag=0,")
                        && replica.info("replication", "master_link_status").equals("up")
                        && primary.text("DEBUG", "DIGEST").equals(replica.text("DEBUG", "DIGEST")));
    }
}
