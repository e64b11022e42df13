package io.kevy.rt.observe;

import io.kevy.rt.command.Version;
import java.util.List;
import java.util.Locale;

/**
 * The text of {@code INFO}: sections of {@code name:value} lines, with Redis's names for what Redis
 * has too.
 */
public final class InfoReport {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final InfoFacts facts;
    private final StringBuilder text = new StringBuilder(2048);

    private InfoReport(InfoFacts facts) {
        this.facts = facts;
    }

    /** A section: its name in requests is the constant's in lower case. */
    private enum Section {
        SERVER("Server"),
        CLIENTS("Clients"),
        MEMORY("Memory"),
        PERSISTENCE("Persistence"),
        STATS("Stats"),
        REPLICATION("Replication"),
        CPU("CPU"),
        MODULES("Modules"),
        CLUSTER("Cluster"),
        KEYSPACE("Keyspace");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        boolean isAskedFor(List<String> sections) {
            return sections.isEmpty()
                    || sections.contains("default")
                    || sections.contains("all")
                    || sections.contains("everything")
                    || sections.contains(name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The text.
     *
     * @param sections lower-case names, of which unknown ones count for nothing; empty: all
     */
    public static String text(List<String> sections, InfoFacts facts) {
        var report = new InfoReport(facts);
        for (Section section : Section.values()) {
            if (section.isAskedFor(sections)) {
                report.append(section);
            }
        }
        return report.text.toString();
    }

    private void append(Section section) {
        if (!text.isEmpty()) {
            text.append("\r\n");
        }
        text.append("# ").append(section.title).append("\r\n");
        switch (section) {
            case SERVER -> server(facts.server());
            case CLIENTS -> clients(facts.clients());
            case MEMORY -> memory(facts.process(), facts.stores());
            case PERSISTENCE -> persistence();
            case STATS -> stats(facts.traffic(), facts.stores());
            case REPLICATION -> facts.replication().info(text, facts.server().nowMillis());
            case CPU -> cpu(facts.process());
            case MODULES -> {}
            case CLUSTER -> field("cluster_enabled", 0);
            case KEYSPACE -> keyspace(facts.stores());
        }
    }

    private void server(InfoFacts.Server server) {
        long seconds = Math.max(0, server.nowMillis() - server.startedMillis()) / 1000;
        field("redis_version", Version.REDIS);
        field("kevy_version", Version.KEVY);
        field("redis_mode", "standalone");
        field("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        field("arch_bits", 64);
        field("java_version", property("java.vm.version"));
        field("multiplexing_api", server.transport());
        field("shards", server.shards());
        field("process_id", server.processId());
        field("run_id", server.runId());
        field("tcp_port", server.tcpPort());
        field("server_time_usec", server.nowMillis() * 1000);
        field("uptime_in_seconds", seconds);
        field("uptime_in_days", seconds / SECONDS_PER_DAY);
        field("hz", server.hz());
        field("configured_hz", server.hz());
        field("config_file", server.configFile());
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private void clients(InfoFacts.Clients clients) {
        field("connected_clients", clients.connected());
        field("maxclients", clients.max());
    }

    private void memory(ProcessFigures process, StoreTotals stores) {
        bytes("used_memory", stores.usedBytes());
        bytes("used_memory_rss", process.residentBytes());
        bytes("used_memory_parked", stores.parkedBytes());
        bytes("used_memory_committed", stores.committedBytes());
        bytes("used_memory_heap", facts.heapBytes());
        bytes("total_system_memory", process.systemBytes());
        bytes("maxmemory", 0);
        field("maxmemory_policy", "noeviction");
    }

    private void persistence() {
        field("loading", 0);
        field("async_loading", 0);
        field("rdb_bgsave_in_progress", 0);
        field("aof_enabled", 0);
        field("aof_rewrite_in_progress", 0);
    }

    private void stats(InfoFacts.Traffic traffic, StoreTotals stores) {
        field("total_connections_received", traffic.connections());
        field("total_commands_processed", traffic.commands());
        field("rejected_connections", traffic.rejected());
        field("longest_turn_usec", traffic.longestTurnMicros());
        field("expired_keys", stores.expiredKeys());
        field("evicted_keys", 0);
        field("keyspace_hits", stores.hits());
        field("keyspace_misses", stores.misses());
        field("keyspace_changes", stores.changes());
    }

    private void cpu(ProcessFigures process) {
        field("used_cpu_sys", seconds(process.systemMicros()));
        field("used_cpu_user", seconds(process.userMicros()));
    }

    private static String seconds(long micros) {
        return String.format(
                Locale.ROOT, "%d.%06d", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }

    private void keyspace(StoreTotals stores) {
        for (StoreTotals.Database database : stores.databases()) {
            field(
                    "db" + database.number(),
                    "keys=" + database.keys() + ",expires=" + database.deadlines() + ",avg_ttl=0");
        }
    }

    private void field(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    private void field(String name, long value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    /** A number of bytes, once exact and once for people. */
    private void bytes(String name, long value) {
        field(name, value);
        field(name + "_human", human(value));
    }

    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        String units = "KMGTPE";
        int unit = -1;
        while (value >= 1024 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%c", value, units.charAt(unit));
    }
}
