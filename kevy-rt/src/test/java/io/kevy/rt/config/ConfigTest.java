package io.kevy.rt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    private static String refusal(String... arguments) {
        return assertThrows(ConfigException.class, () -> Config.load(arguments)).text();
    }

    private static String refusedSetting(Config config, String... namesAndValues) {
        return assertThrows(ConfigException.class, () -> config.set(settings(namesAndValues)))
                .text();
    }

    private static List<Config.Setting> settings(String... namesAndValues) {
        var settings = new ArrayList<Config.Setting>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.add(new Config.Setting(namesAndValues[i], namesAndValues[i + 1]));
        }
        return settings;
    }

    @Test
    void withoutArgumentsEveryDirectiveHasItsDefault() throws ConfigException {
        var config = Config.load();
        assertEquals(6379, config.port());
        assertEquals(List.of(new BindAddress("127.0.0.1", false)), config.bind());
        assertNull(config.unixSocket());
        assertEquals(16, config.databases());
        assertEquals(10000, config.maxClients());
        assertEquals(1 << 20, config.replBacklogBytes());
        assertEquals(60_000, config.reconnectWindowMillis());
        assertEquals(TransportChoice.AUTO, config.transport());
        assertEquals(LogLevel.NOTICE, config.logLevel());
        assertNull(config.logFile());
        assertNull(config.replicaOf());
        assertTrue(config.replicaReadOnly());
        assertTrue(config.shards() >= 1 && config.shards() <= 64);
        for (String name : config.names()) {
            assertNotNull(config.text(name), name);
        }
    }

    @Test
    void aDirectiveOfTheCommandLineTakesValuesUntilTheNextOne() throws ConfigException {
        var config = Config.load(
                "--bind", "127.0.0.1", "-::1", "--port 7000", "--REPLICAOF", "host", "6380");
        assertEquals("127.0.0.1 -::1", config.text("bind"));
        assertEquals(
                List.of(new BindAddress("127.0.0.1", false), new BindAddress("::1", true)),
                config.bind());
        assertEquals(7000, config.port());
        assertEquals(new PrimaryAddress("host", 6380), config.replicaOf());
    }

    @Test
    void addressesMayBeOneQuotedValue() throws ConfigException {
        var config = Config.load("--bind", "127.0.0.1 -::1");
        assertEquals(
                List.of(new BindAddress("127.0.0.1", false), new BindAddress("::1", true)),
                config.bind());
        assertEquals(
                "directive 'bind' with value '' on the command line: an address is empty",
                refusal("--bind", ""));
    }

    @Test
    void theFirstValueMayBeginWithDashes() throws ConfigException {
        assertEquals("--odd", Config.load("--logfile", "--odd").text("logfile"));
    }

    @Test
    void saveWithoutValueMeansNoSavePoints() throws ConfigException {
        assertEquals(7000, Config.load("--save", "--port", "7000").port());
        assertEquals("", Config.load("--save").text("save"));
        assertEquals("", Config.load("--save", "").text("save"));
    }

    @Test
    void theCommandLineWinsOverTheFile(@TempDir Path dir) throws IOException, ConfigException {
        var file = Files.writeString(
                dir.resolve("kevy.conf"), "# a comment\n\n  port 7001\r\nhz 20\nport 7002\n");
        assertEquals(7002, Config.load(file.toString()).port());
        var config = Config.load(file.toString(), "--port", "7003");
        assertEquals(7003, config.port());
        assertEquals(20, config.hz());
    }

    @Test
    void valuesMayBeQuotedAndEscaped(@TempDir Path dir) throws IOException, ConfigException {
        var file = Files.writeString(
                dir.resolve("kevy.conf"),
                "logfile \"a \\\"b\\\" \\x41\\n\"\nunixsocket '/tmp/with space'\n");
        var config = Config.load(file.toString());
        assertEquals("a \"b\" A\n", config.text("logfile"));
        assertEquals(Path.of("/tmp/with space"), config.unixSocket());
    }

    @Test
    void aFileMayIncludeAnother(@TempDir Path dir) throws IOException, ConfigException {
        var inner = Files.writeString(dir.resolve("inner.conf"), "port 7001\nhz 20\n");
        var outer = Files.writeString(
                dir.resolve("outer.conf"), "port 7000\ninclude " + inner + "\nhz 30\n");
        var config = Config.load(outer.toString());
        assertEquals(7001, config.port());
        assertEquals(30, config.hz());
    }

    @Test
    void anIncludeOfItselfIsRefused(@TempDir Path dir) throws IOException {
        var file = dir.resolve("kevy.conf");
        Files.writeString(file, "include " + file + "\n");
        assertTrue(refusal(file.toString()).contains("in a circle"));
    }

    @Test
    void everyRefusalNamesDirectiveValuePlaceAndReason(@TempDir Path dir) throws IOException {
        assertEquals(
                "directive 'port' with value 'abc' on the command line: "
                        + "argument couldn't be parsed into an integer",
                refusal("--port", "abc"));
        assertEquals(
                "directive 'maxclients' with value '0' on the command line: "
                        + "argument must be between 1 and 4294967295 inclusive",
                refusal("--maxclients", "0"));
        assertEquals(
                "directive 'repl-backlog-size' with value '1xb' on the command line: "
                        + "argument must be a memory value",
                refusal("--repl-backlog-size", "1xb"));
        assertEquals(
                "directive 'replica-read-only' with value 'maybe' on the command line: "
                        + "argument must be 'yes' or 'no'",
                refusal("--slave-read-only", "maybe"));
        assertEquals(
                "directive 'transport' with value 'pigeon' on the command line: "
                        + "argument(s) must be one of the following: auto, epoll, nio",
                refusal("--transport", "pigeon"));
        assertEquals(
                "directive 'replicaof' with value 'host x' on the command line: "
                        + "Invalid master port",
                refusal("--replicaof", "host", "x"));
        assertEquals(
                "directive 'dir' with value '" + dir.resolve("none")
                        + "' on the command line: No such file or directory",
                refusal("--dir", dir.resolve("none").toString()));
        var file = Files.writeString(dir.resolve("kevy.conf"), "\nport 5 # no comment here\n");
        assertEquals(
                "directive 'port' with value '5 # no comment here' in " + file
                        + " line 2: wrong number of arguments",
                refusal(file.toString()));
    }

    @Test
    void whatIsNoDirectiveIsRefused(@TempDir Path dir) throws IOException {
        assertEquals("unknown directive 'nosuch' on the command line", refusal("--nosuch", "1"));
        assertEquals("directive 'port' on the command line has no value", refusal("--port"));
        assertEquals(
                "can't open config file 'none.conf': No such file or directory",
                refusal("none.conf"));
        assertEquals("'-x' on the command line follows no --directive", refusal("-x"));
        var file = Files.writeString(dir.resolve("kevy.conf"), "port 1\nport \"2\n");
        assertEquals(
                "Unbalanced quotes in configuration line in " + file + " line 2: port \"2",
                refusal(file.toString()));
    }

    @Test
    void whatIsNotThereYetIsRefusedAndNotIgnored() throws ConfigException {
        assertTrue(refusal("--appendonly", "yes").endsWith("not supported yet: only \"no\" is"));
        assertTrue(refusal("--save", "60", "1").endsWith("not supported yet: only \"\" is"));
        assertTrue(refusal("--requirepass", "secret").contains("not supported yet"));
        assertEquals("no", Config.load("--appendonly", "no").text("appendonly"));
        assertEquals("no", Config.load("--appendonly", "NO").text("appendonly"));
        assertTrue(
                refusedSetting(Config.defaults(), "appendonly", "yes").contains("not supported"));
    }

    @Test
    void whatIsNotThereYetIsNotRefusedWhenALaterLineTakesItBack(@TempDir Path dir)
            throws IOException, ConfigException {
        var file = Files.writeString(
                dir.resolve("kevy.conf"), "save 900 1\nappendonly yes\nsave \"\"\n");
        assertEquals(
                "directive 'appendonly' with value 'yes' in " + file + " line 2: an append-only"
                        + " log is not supported yet: only \"no\" is",
                refusal(file.toString()));
        var config = Config.load(file.toString(), "--appendonly", "no");
        assertEquals("", config.text("save"));
        assertEquals("no", config.text("appendonly"));
    }

    /** Names and values as distributions ship them; what is done here anyway is no reason to stop. */
    @Test
    void aConfigurationOfRedisIsRefusedForNothingButWhatIsMissing(@TempDir Path dir)
            throws IOException, ConfigException {
        var file = Files.writeString(dir.resolve("redis.conf"), """
                bind 127.0.0.1 -::1
                protected-mode yes
                port 6379
                tcp-backlog 511
                timeout 0
                tcp-keepalive 300
                daemonize no
                supervised auto
                pidfile /run/redis/redis-server.pid
                loglevel notice
                logfile ""
                databases 16
                always-show-logo no
                set-proc-title yes
                proc-title-template "{title} {listen-addr} {server-mode}"
                stop-writes-on-bgsave-error yes
                rdbcompression yes
                rdbchecksum yes
                dbfilename dump.rdb
                rdb-del-sync-files no
                replica-serve-stale-data yes
                replica-read-only yes
                repl-diskless-sync yes
                repl-diskless-sync-delay 5
                repl-diskless-sync-max-replicas 0
                repl-diskless-load disabled
                repl-disable-tcp-nodelay no
                replica-priority 100
                acllog-max-len 128
                lazyfree-lazy-eviction no
                lazyfree-lazy-expire no
                lazyfree-lazy-server-del no
                replica-lazy-flush no
                lazyfree-lazy-user-del no
                lazyfree-lazy-user-flush no
                oom-score-adj no
                oom-score-adj-values 0 200 800
                disable-thp yes
                appendonly no
                appendfilename "appendonly.aof"
                appenddirname "appendonlydir"
                appendfsync everysec
                no-appendfsync-on-rewrite no
                auto-aof-rewrite-percentage 100
                auto-aof-rewrite-min-size 64mb
                aof-load-truncated yes
                aof-use-rdb-preamble yes
                aof-timestamp-enabled no
                slowlog-log-slower-than 10000
                slowlog-max-len 128
                latency-monitor-threshold 0
                notify-keyspace-events ""
                hash-max-listpack-entries 512
                hash-max-listpack-value 64
                list-max-listpack-size -2
                list-compress-depth 0
                set-max-intset-entries 512
                zset-max-listpack-entries 128
                zset-max-listpack-value 64
                hll-sparse-max-bytes 3000
                stream-node-max-bytes 4096
                stream-node-max-entries 100
                activerehashing yes
                client-output-buffer-limit normal 0 0 0
                client-output-buffer-limit replica 256mb 64mb 60
                client-output-buffer-limit pubsub 32mb 8mb 60
                hz 10
                dynamic-hz yes
                aof-rewrite-incremental-fsync yes
                rdb-save-incremental-fsync yes
                jemalloc-bg-thread yes
                """);
        var config = Config.load(file.toString());
        assertEquals("yes", config.text("protected-mode"));
        assertEquals("0 200 800", config.text("oom-score-adj-values"));
        assertEquals(Path.of("/run/redis/redis-server.pid"), config.pidFile());
        assertTrue(refusal(file.toString(), "--bind", "0.0.0.0").contains("protected mode"));
    }

    @Test
    void allLinesThatAreRefusedAreToldAtOnceAndInOrder(@TempDir Path dir) throws IOException {
        var file = Files.writeString(
                dir.resolve("redis.conf"),
                "daemonize yes\nport 7000\nrename-command a b\nappendonly yes\nhz x\n");
        assertEquals(
                List.of("daemonize", "rename-command", "appendonly", "hz"),
                refusal(file.toString()).lines()
                        .map(line -> line.replaceAll(".*directive '([^']*)'.*", "$1"))
                        .toList());
    }

    @Test
    void clientsAreNoMoreThanTheSystemHasDescriptorsFor() throws ConfigException {
        var config = Config.defaults();
        config.limitClients(100);
        assertEquals(100, config.maxClients());
        config.set(settings("maxclients", "50"));
        assertEquals(50, config.maxClients());
        assertTrue(refusedSetting(config, "maxclients", "101").endsWith("try with 100"));
        assertEquals(50, config.maxClients());
        config.limitClients(80);
        assertEquals(50, config.maxClients());
    }

    @Test
    void aLastDashStandsForTheInput(@TempDir Path dir) throws IOException, ConfigException {
        var file = Files.writeString(dir.resolve("kevy.conf"), "port 7001\nhz 20\ntimeout 1\n");
        var config = Config.load(
                input("port 7002\nhz 30\n"), file.toString(), "--port", "7003", "-");
        assertEquals(7003, config.port());
        assertEquals(30, config.hz());
        assertEquals(1, config.timeoutSeconds());
        assertEquals(file.toAbsolutePath(), config.file());
        config = Config.load(input("hz 30"), "-");
        assertEquals(30, config.hz());
        assertNull(config.file());
        assertEquals(10, Config.load(input("hz 30")).hz());
        assertEquals(
                "directive 'port' with value 'x' in standard input line 2: argument couldn't be"
                        + " parsed into an integer",
                assertThrows(ConfigException.class, () -> Config.load(input("hz 30\nport x"), "-"))
                        .text());
        assertEquals("'-' on the command line follows no --directive", refusal("-"));
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void socketPermissionsAreOctal() throws ConfigException {
        assertEquals(Set.of(), Config.load().unixSocketPermissions());
        var config = Config.load("--unixsocketperm", "640");
        assertEquals("640", config.text("unixsocketperm"));
        assertEquals("rw-r-----", PosixFilePermissions.toString(config.unixSocketPermissions()));
        assertEquals(
                "rwxrwxrwx",
                PosixFilePermissions.toString(
                        Config.load("--unixsocketperm", "777").unixSocketPermissions()));
        assertTrue(refusal("--unixsocketperm", "9")
                .endsWith("argument couldn't be parsed as an octal number"));
        assertTrue(refusal("--unixsocketperm", "1777")
                .endsWith("argument must be between 0 and 777 inclusive"));
    }

    @Test
    void portZeroMeansNoPortWhereThereIsASocket() throws ConfigException {
        assertTrue(Config.load("--port", "0").listensOnTcp());
        assertTrue(Config.load("--unixsocket", "s").listensOnTcp());
        var config = Config.load("--port", "0", "--unixsocket", "s");
        assertFalse(config.listensOnTcp());
        assertFalse(config.listensForReplicas());
        config =
                Config.load("--port", "0", "--unixsocket", "s", "--replication-port-base", "9000");
        assertFalse(config.listensOnTcp());
        assertTrue(config.listensForReplicas());
    }

    @Test
    void memoryHasUnits() throws ConfigException {
        String[][] sizes = {
            {"70000", "70000"}, {"70000b", "70000"}, {"70k", "70000"}, {"70kb", "71680"},
            {"2M", "2000000"}, {"2mb", "2097152"}, {"1G", "1000000000"}, {"1GB", "1073741824"}
        };
        for (String[] size : sizes) {
            var config = Config.load("--repl-backlog-size", size[0]);
            assertEquals(size[1], config.text("repl-backlog-size"), size[0]);
        }
        assertEquals(
                16384, Config.load("--repl-backlog-size", "1").replBacklogBytes(), "the least");
    }

    @Test
    void replicationPortsFollowTheClientPortUnlessGiven() throws ConfigException {
        assertEquals(17001, Config.load("--port", "7000").replicationPort(7000, 1));
        assertEquals(0, Config.load("--port", "0").replicationPort(40000, 1));
        assertEquals(
                9001, Config.load("--replication-port-base", "9000").replicationPort(6379, 1));
        assertEquals(0, Config.load("--replication-port-base", "-1").replicationPort(6379, 1));
        assertEquals(0, Config.load("--port", "60000").replicationPort(60000, 0), "no such port");
        assertEquals(
                "directive 'replication-port-base': the last of 2 shards would listen on port"
                        + " 65536, beyond 65535",
                refusal("--replication-port-base", "65535", "--shards", "2"));
    }

    @Test
    void setChangesAllDirectivesOrNone() throws ConfigException {
        var config = Config.defaults();
        assertEquals(
                List.of("timeout", "replica-read-only"),
                config.set(settings("TIMEOUT", "5", "slave-read-only", "no")));
        assertEquals(5, config.timeoutSeconds());
        assertEquals(
                "CONFIG SET failed (possibly related to argument 'hz') - "
                        + "argument couldn't be parsed into an integer",
                refusedSetting(config, "timeout", "9", "hz", "fast"));
        assertEquals(5, config.timeoutSeconds());
    }

    @Test
    void setRefusesWithTheTextsOfRedis() {
        var config = Config.defaults();
        assertEquals(
                "Unknown option or number of arguments for CONFIG SET - 'nosuch'",
                refusedSetting(config, "hz", "10", "nosuch", "1"));
        assertEquals(
                "CONFIG SET failed (possibly related to argument 'databases') - "
                        + "can't set immutable config",
                refusedSetting(config, "databases", "3", "nosuch", "1"));
        assertEquals(
                "CONFIG SET failed (possibly related to argument 'dir') - "
                        + "can't set protected config",
                refusedSetting(config, "dir", "/", "databases", "3"));
        assertEquals(
                "CONFIG SET failed (possibly related to argument 'timeout') - "
                        + "duplicate parameter",
                refusedSetting(config, "timeout", "1", "TIMEOUT", "2"));
        assertEquals(
                "CONFIG SET failed (possibly related to argument 'slave-read-only') - "
                        + "argument must be 'yes' or 'no'",
                refusedSetting(config, "slave-read-only", "x"));
    }

    @Test
    void thePrimaryChosenAtRunTimeIsShown() {
        var config = Config.defaults();
        config.replicaOf(new PrimaryAddress("host", 1));
        assertEquals("host 1", config.text("slaveof"));
        config.replicaOf(null);
        assertEquals("", config.text("replicaof"));
    }

    @Test
    void limitsOfUnreadRepliesAreGivenClassByClass() throws ConfigException {
        var config =
                Config.load(
                        "--client-output-buffer-limit", "normal", "1mb", "0", "0",
                        "--client-output-buffer-limit", "replica", "1gb", "2mb", "30");
        assertEquals(new OutputLimit(1 << 20, 0, 0), config.outputLimit());
        assertEquals(
                "normal 1048576 0 0 slave 1073741824 2097152 30 pubsub 33554432 8388608 60",
                config.text("client-output-buffer-limit"));
        config.set(settings("client-output-buffer-limit", "normal 0 5 7 pubsub 0 0 0"));
        assertEquals(new OutputLimit(0, 5, 7), config.outputLimit());
        assertTrue(
                refusedSetting(config, "client-output-buffer-limit", "normal 0 5")
                        .contains("Wrong number of arguments"));
        assertTrue(
                refusedSetting(config, "client-output-buffer-limit", "others 0 5 7")
                        .contains("Invalid client class"));
        assertTrue(
                refusedSetting(config, "client-output-buffer-limit", "normal 0 x 7")
                        .contains("Error in hard, soft or soft_seconds"));
    }
}
