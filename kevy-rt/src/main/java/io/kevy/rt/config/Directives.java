package io.kevy.rt.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of all directives. Names are Redis's where Redis has one. Immutable. */
final class Directives {
    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final int SHARDS_MAX = 64;

    private static final Set<String> NO_BY_DEFAULT =
            Set.of(
                    "lazyfree-lazy-eviction", "lazyfree-lazy-expire", "lazyfree-lazy-server-del",
                    "lazyfree-lazy-user-del", "lazyfree-lazy-user-flush", "replica-lazy-flush",
                    "rdb-del-sync-files", "no-appendfsync-on-rewrite", "aof-timestamp-enabled");

    static final Directives TABLE = new Directives();

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

    final Directive<String> pidFile = fixed("pidfile", Kind.text(), "");
    final Directive<Boolean> protectedMode = live("protected-mode", Kind.yesNo(), false);

    private Directives() {
        servedInPart();
        withoutEffect();
    }

    /** Directives of Redis that are refused for any value but what is done here anyway. */
    private void servedInPart() {
        only("save", "", "saving to disk");
        only("appendonly", "no", "an append-only log");
        only("maxmemory", "0", "a memory limit");
        only("maxmemory-policy", "noeviction", "eviction");
        only("requirepass", "", "a password");
        only("daemonize", "no", "running in the background");
        only("always-show-logo", "no", "a logo");
        only("supervised", "no", "telling a supervisor", "auto");
        only("oom-score-adj", "no", "adjusting the score of the OOM killer");
        only("latency-monitor-threshold", "0", "the latency monitor");
        only("notify-keyspace-events", "", "notifying of keyspace events");
        only("repl-diskless-sync", "yes", "a snapshot by way of a file");
        only("repl-disable-tcp-nodelay", "no", "delaying small segments");
        only("replica-serve-stale-data", "yes", "refusing reads while the primary is away");
        only("tls-port", "0", "TLS");
        only("cluster-enabled", "no", "a cluster");
        only("lua-time-limit", "5000", "scripting");
    }

    /**
     * Directives of Redis that are about mechanisms there are none of here, so that no value of them
     * makes a difference: they are kept and shown.
     */
    private void withoutEffect() {
        for (String name : List.of(
                "set-proc-title", "disable-thp", "activerehashing", "dynamic-hz",
                "jemalloc-bg-thread", "lazyfree-lazy-eviction", "lazyfree-lazy-expire",
                "lazyfree-lazy-server-del", "lazyfree-lazy-user-del", "lazyfree-lazy-user-flush",
                "replica-lazy-flush", "stop-writes-on-bgsave-error", "rdbcompression",
                "rdbchecksum", "rdb-del-sync-files", "rdb-save-incremental-fsync",
                "no-appendfsync-on-rewrite", "aof-load-truncated", "aof-use-rdb-preamble",
                "aof-timestamp-enabled", "aof-rewrite-incremental-fsync")) {
            live(name, Kind.yesNo(), !NO_BY_DEFAULT.contains(name));
        }
        number("repl-diskless-sync-delay", 5);
        number("repl-diskless-sync-max-replicas", 0);
        number("replica-priority", 100, "slave-priority");
        number("acllog-max-len", 128);
        number("slowlog-max-len", 128);
        number("auto-aof-rewrite-percentage", 100);
        number("hash-max-listpack-entries", 512, "hash-max-ziplist-entries");
        number("hash-max-listpack-value", 64, "hash-max-ziplist-value");
        number("list-compress-depth", 0);
        number("set-max-intset-entries", 512);
        number("set-max-listpack-entries", 128);
        number("set-max-listpack-value", 64);
        number("zset-max-listpack-entries", 128, "zset-max-ziplist-entries");
        number("zset-max-listpack-value", 64, "zset-max-ziplist-value");
        number("stream-node-max-entries", 100);
        live("slowlog-log-slower-than", Kind.number(-1, Long.MAX_VALUE), 10_000L);
        live("list-max-listpack-size", Kind.number(-5, INT_MAX), -2L, "list-max-ziplist-size");
        live("hll-sparse-max-bytes", Kind.memory(0, INT_MAX, 0), 3000L);
        live("stream-node-max-bytes", Kind.memory(0, INT_MAX, 0), 4096L);
        live("auto-aof-rewrite-min-size", Kind.memory(0, Long.MAX_VALUE, 0), 64L << 20);
        live("oom-score-adj-values", Kind.words(), "0 200 800");
        fixed("proc-title-template", Kind.text(), "{title} {listen-addr} {server-mode}");
        row("dbfilename", Kind.text(), "dump.rdb", Directive.Change.PROTECTED);
        fixed("appendfilename", Kind.text(), "appendonly.aof");
        fixed("appenddirname", Kind.text(), "appendonlydir");
        live("appendfsync", Kind.choice(Fsync.values()), Fsync.EVERYSEC);
        live("repl-diskless-load", Kind.text(), "disabled");
    }

    /** When what is appended reaches the disk. */
    private enum Fsync {
        ALWAYS,
        EVERYSEC,
        NO
    }

    private void only(String name, String served, String missing, String... further) {
        var values = new ArrayList<String>();
        values.add(served);
        values.addAll(List.of(further));
        live(name, Kind.only(missing, values.toArray(String[]::new)), served);
    }

    private void number(String name, long initial, String... aliases) {
        live(name, Kind.number(0, INT_MAX), initial, aliases);
    }

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
