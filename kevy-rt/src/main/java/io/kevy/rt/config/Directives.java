package io.kevy.rt.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of all directives. Names are Redis's where Redis has one. Immutable. */
final class Directives {
    static final Directives TABLE = new Directives();

    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final int SHARDS_MAX = 64;

    private final List<Directive<?>> rows = new ArrayList<>();
    private final Map<String, Directive<?>> byName = new HashMap<>();

    final Directive<List<BindAddress>> bind =
            fixed(
                    "bind",
                    Kind.addresses(),
                    List.of(new BindAddress("127.0.0.1", false)));
    final Directive<Long> port = fixed("port", Kind.number(0, 65535), 6379L);
    final Directive<String> unixSocket = fixed("unixsocket", Kind.text(), "");
    final Directive<Long> unixSocketPermissions =
            fixed("unixsocketperm", Kind.octal(0, 0777), 0L);
    final Directive<Long> tcpBacklog = fixed("tcp-backlog", Kind.number(0, INT_MAX), 511L);
    final Directive<Long> tcpKeepalive = live("tcp-keepalive", Kind.number(0, INT_MAX), 300L);
    final Directive<Long> timeout = live("timeout", Kind.number(0, INT_MAX), 0L);
    final Directive<Long> maxClients = live("maxclients", Kind.number(1, 4294967295L), 10000L);
    final Directive<Long> queryBufferLimit =
            live(
                    "client-query-buffer-limit",
                    Kind.memory(1 << 20, Integer.MAX_VALUE - 8, 0),
                    1L << 30);
    final Directive<Map<ClientClass, OutputLimit>> outputBufferLimit =
            live("client-output-buffer-limit", Kind.outputLimits(), ClientClass.defaults());
    final Directive<Long> protoMaxBulkLength =
            fixed("proto-max-bulk-len", Kind.memory(1 << 20, 512 << 20, 0), 512L << 20);
    final Directive<TransportChoice> transport =
            fixed("transport", Kind.choice(TransportChoice.values()), TransportChoice.AUTO);

    final Directive<Long> databases = fixed("databases", Kind.number(1, 256), 16L);
    final Directive<Long> shards =
            fixed("shards", Kind.number(1, SHARDS_MAX), (long) defaultShards());
    final Directive<Long> hz = live("hz", Kind.clampedNumber(1, 500), 10L);
    final Directive<Path> dir =
            row("dir", Kind.directory(), Path.of("."), Directive.Change.PROTECTED);
    final Directive<LogLevel> logLevel =
            live("loglevel", Kind.choice(LogLevel.values()), LogLevel.NOTICE);
    final Directive<String> logFile = fixed("logfile", Kind.text(), "");

    final Directive<Kind.Primary> replicaOf =
            fixed("replicaof", Kind.primary(), Kind.Primary.NONE, "slaveof");
    final Directive<Boolean> replicaReadOnly =
            live("replica-read-only", Kind.yesNo(), true, "slave-read-only");
    final Directive<Long> replicationPortBase =
            fixed("replication-port-base", Kind.number(-1, 65535), 0L);
    final Directive<Long> replicationOutputLimit =
            fixed("replication-output-limit", Kind.memory(512 << 10, 1 << 30, 0), 4L << 20);
    final Directive<Long> replicationPinnedLimit =
            fixed("replication-pinned-limit", Kind.memory(0, 1L << 40, 0), 256L << 20);
    final Directive<Long> replicationAnnouncePortBase =
            fixed("replication-announce-port-base", Kind.number(0, 65535), 0L);
    final Directive<Long> reconnectWindow =
            fixed("reconnect-window-ms", Kind.number(0, INT_MAX), 60_000L);
    final Directive<Long> backlogSize =
            fixed("repl-backlog-size", Kind.memory(1, Long.MAX_VALUE, 16 << 10), 1L << 20);
    final Directive<Long> replicationTimeout = live("repl-timeout", Kind.number(1, INT_MAX), 60L);
    final Directive<Long> replicationPingPeriod =
            live(
                    "repl-ping-replica-period",
                    Kind.number(1, INT_MAX),
                    10L,
                    "repl-ping-slave-period");

    final Directive<String> save = live("save", Kind.only("", "saving to disk"), "");
    final Directive<String> appendOnly =
            live("appendonly", Kind.only("no", "an append-only log"), "no");
    final Directive<String> maxMemory = live("maxmemory", Kind.only("0", "a memory limit"), "0");
    final Directive<String> requirePass = live("requirepass", Kind.only("", "a password"), "");
    final Directive<String> protectedMode =
            live("protected-mode", Kind.only("no", "protected mode"), "no");
    final Directive<String> daemonize =
            fixed("daemonize", Kind.only("no", "running in the background"), "no");

    private Directives() {}

    /** All directives in the order of their rows. */
    List<Directive<?>> rows() {
        return rows;
    }

    /** The directive of that name or alias, in any case; null if there is none. */
    @Nullable Directive<?> find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    private <T> Directive<T> fixed(String name, Kind<T> kind, T initial, String... aliases) {
        return row(name, kind, initial, Directive.Change.FIXED, aliases);
    }

    private <T> Directive<T> live(String name, Kind<T> kind, T initial, String... aliases) {
        return row(name, kind, initial, Directive.Change.LIVE, aliases);
    }

    private <T> Directive<T> row(
            String name, Kind<T> kind, T initial, Directive.Change change, String... aliases) {
        var row = new Directive<>(rows.size(), name, List.of(aliases), kind, initial, change);
        rows.add(row);
        byName.put(name, row);
        for (String alias : aliases) {
            byName.put(alias, row);
        }
        return row;
    }

    private static int defaultShards() {
        return Math.min(SHARDS_MAX, Runtime.getRuntime().availableProcessors());
    }
}
