package io.kevy.rt.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InfoReportTest {
    private final TestServer server = new TestServer(2);

    @AfterEach
    void close() {
        server.close();
    }

    private String text(String... sections) {
        return InfoReport.text(List.of(sections), facts());
    }

    private InfoFacts facts() {
        return new InfoFacts(
                new InfoFacts.Server(
                        "f".repeat(40), 4711, 6379, server.nowMillis + 200_000_000L,
                        server.nowMillis, "epoll", 2, 10, ""),
                new InfoFacts.Clients(3, 10000),
                new InfoFacts.Traffic(4, 1, 99, 1234),
                StoreTotals.of(server.partitions()),
                server,
                new ProcessFigures(5 << 20, 1L << 34, 1_500_000, 2_000_007),
                1 << 20);
    }

    private static void assertLine(String text, String line) {
        assertTrue(text.contains("\r\n" + line + "\r\n"), line + " in " + text);
    }

    @Test
    void everySectionIsThereUnlessSomeAreAskedFor() {
        String all = text();
        for (String title : List.of(
                "Server", "Clients", "Memory", "Persistence", "Stats", "Replication", "CPU",
                "Modules", "Cluster", "Keyspace")) {
            assertTrue(all.contains("# " + title + "\r\n"), title);
        }
        assertEquals(all, text("everything"));
        assertEquals(all, text("default"));
        assertEquals("# Cluster\r\ncluster_enabled:0\r\n", text("cluster"));
        assertEquals(
                "# Replication\r\nrole:master\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n",
                text("cluster", "replication", "nosuch"));
        assertEquals("", text("nosuch"));
    }

    @Test
    void theFactsStandUnderTheNamesOfRedis() {
        String all = text();
        assertLine(all, "redis_version:7.2.0");
        assertLine(all, "process_id:4711");
        assertLine(all, "tcp_port:6379");
        assertLine(all, "uptime_in_seconds:200000");
        assertLine(all, "uptime_in_days:2");
        assertLine(all, "shards:2");
        assertLine(all, "connected_clients:3");
        assertLine(all, "used_memory_rss:5242880");
        assertLine(all, "used_memory_rss_human:5.00M");
        assertLine(all, "total_connections_received:4");
        assertLine(all, "total_commands_processed:99");
        assertLine(all, "longest_turn_usec:1234");
        assertLine(all, "rejected_connections:1");
        assertLine(all, "used_cpu_sys:1.500000");
        assertLine(all, "used_cpu_user:2.000007");
    }

    @Test
    void storesAreSummedOverAllShards() {
        var client = server.connect();
        for (int i = 0; i < 20; i++) {
            client.ask("SET key:" + i + " x");
        }
        client.ask("SELECT 3");
        client.ask("SET a 1 PX 1000");
        client.ask("GET a");
        client.ask("GET b");
        server.nowMillis += 2000;
        client.ask("GET a");
        client.ask("SET c 1 EX 100");
        String all = text();
        assertLine(all, "db0:keys=20,expires=0,avg_ttl=0");
        assertLine(all, "db3:keys=1,expires=1,avg_ttl=0");
        assertLine(all, "keyspace_hits:1");
        assertLine(all, "keyspace_misses:2");
        assertLine(all, "expired_keys:1");
        assertFalse(all.contains("db1:"));
        assertTrue(StoreTotals.of(server.partitions()).usedBytes() > 0);
    }

    @Test
    void bytesForPeopleHaveTwoDecimals() {
        assertEquals("0B", InfoReport.human(0));
        assertEquals("1023B", InfoReport.human(1023));
        assertEquals("1.00K", InfoReport.human(1024));
        assertEquals("1.51M", InfoReport.human(1_586_048));
        assertEquals("23.54G", InfoReport.human(25_276_502_016L));
    }
}
