package io.kevy.rt.config;

import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of all directives.
 *
 * <p>Thread-safe: any thread may ask at any time, and sees a change of several directives as a
 * whole or not at all. Reading allocates nothing.
 */
public final class Config {
    /** A directive to change and its new value as one text. */
    public record Setting(String name, String value) {}

    private static final Directives TABLE = Directives.TABLE;
    private static final int PORT_MAX = 65535;
    private static final int REPLICATION_PORT_DISTANCE = 10_000;

    /** By {@link Directive#index}; never changed, only replaced. */
    private volatile Object[] values;

    private final @Nullable Path file;

    /** Clients that the system has descriptors for. */
    private long clientsPossible = Long.MAX_VALUE;

    private Config(@Nullable Path file) {
        this.file = file;
        var initial = new Object[TABLE.rows().size()];
        for (Directive<?> row : TABLE.rows()) {
            initial[row.index()] = row.initial();
        }
        values = initial;
    }

    /** Every directive as it is when nothing is configured. */
    public static Config defaults() {
        return new Config(null);
    }

    /**
     * Reads {@code [config-file] [--directive value ...]}; what comes later wins.
     *
     * @throws ConfigException for an unreadable file, an unknown directive, a bad value
     */
    public static Config load(String... arguments) throws ConfigException {
        return of(ConfigReader.read(null, arguments));
    }

    /**
     * Reads {@code [config-file] [--directive value ...] [-]}, a last {@code -} standing for what
     * {@code input} holds, which comes between the file and the command line.
     *
     * @throws ConfigException for an unreadable file, an unknown directive, a bad value
     */
    public static Config load(InputStream input, String... arguments) throws ConfigException {
        return of(ConfigReader.read(input, arguments));
    }

    private static Config of(ConfigReader read) throws ConfigException {
        var config = new Config(read.file());
        var lines = read.lines();
        // What is wrong with each line, so that all of it is told at once and in order.
        var refusals = new TreeMap<Integer, String>();
        var decisive = new LinkedHashMap<Directive<?>, Integer>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                decisive.put(config.apply(lines.get(i)), i);
            } catch (ConfigException e) {
                refusals.put(i, e.text());
            }
        }
        for (var entry : decisive.entrySet()) {
            try {
                config.requireServed(entry.getKey(), lines.get(entry.getValue()));
            } catch (ConfigException e) {
                refusals.putIfAbsent(entry.getValue(), e.text());
            }
        }
        if (!refusals.isEmpty()) {
            throw new ConfigException(String.join("\n", refusals.values()));
        }
        config.validate();
        return config;
    }

    private Directive<?> apply(ConfigReader.Line line) throws ConfigException {
        Directive<?> row = TABLE.find(line.directive());
        if (row == null) {
            throw new ConfigException(
                    "unknown directive '" + line.directive() + "' " + line.place());
        }
        if (line.values().isEmpty()) {
            throw new ConfigException(
                    "directive '" + row.name() + "' " + line.place() + " has no value");
        }
        try {
            values[row.index()] = parsed(row, line.values(), values);
        } catch (ConfigException e) {
            throw refused(row, line, e);
        }
        return row;
    }

    private <T> void requireServed(Directive<T> row, ConfigReader.Line line)
            throws ConfigException {
        try {
            row.kind().requireServed(value(row));
        } catch (ConfigException e) {
            throw refused(row, line, e);
        }
    }

    private static ConfigException refused(
            Directive<?> row, ConfigReader.Line line, ConfigException reason) {
        return new ConfigException(
                "directive '" + row.name() + "' with value '" + String.join(" ", line.values())
                        + "' " + line.place() + ": " + reason.text());
    }

    private void validate() throws ConfigException {
        int base = intValue(TABLE.replicationPortBase);
        int last = base + shards() - 1;
        if (base > 0 && last > PORT_MAX) {
            throw new ConfigException(
                    "directive 'replication-port-base': the last of " + shards()
                            + " shards would listen on port " + last + ", beyond " + PORT_MAX);
        }
        requireProtection(values);
    }

    /** Protected mode asks for no more than what is so anyway where only this machine connects. */
    private static void requireProtection(Object[] values) throws ConfigException {
        if (!value(TABLE.protectedMode, values)) {
            return;
        }
        for (BindAddress address : value(TABLE.bind, values)) {
            if (!address.isLoopback()) {
                throw new ConfigException(
                        "directive 'protected-mode' with value 'yes': protected mode is not"
                                + " supported yet where 'bind' names more than loopback"
                                + " addresses: " + address);
            }
        }
    }

    // Names and texts, for CONFIG.

    /** Names and aliases of all directives, in the order of the table. */
    public List<String> names() {
        var names = new ArrayList<String>();
        for (Directive<?> row : TABLE.rows()) {
            names.add(row.name());
            names.addAll(row.aliases());
        }
        return names;
    }

    /** The value of a directive as a text; null when there is no such directive. */
    public @Nullable String text(String name) {
        Directive<?> row = TABLE.find(name);
        return row == null ? null : text(row);
    }

    private <T> String text(Directive<T> row) {
        return row.kind().format(value(row));
    }

    /**
     * Changes several directives, all of them or none.
     *
     * @return the names of the directives set, without aliases
     * @throws ConfigException the message is the error reply of {@code CONFIG SET}, without its code
     */
    public synchronized List<String> set(List<Setting> settings) throws ConfigException {
        var rows = new ArrayList<Directive<?>>();
        for (Setting setting : settings) {
            Directive<?> row = TABLE.find(setting.name());
            if (row == null) {
                throw new ConfigException(
                        "Unknown option or number of arguments for CONFIG SET - '"
                                + setting.name() + "'");
            }
            String refusal = row.change().refusal();
            if (refusal != null) {
                throw refused(setting, refusal);
            }
            if (rows.contains(row)) {
                throw refused(setting, "duplicate parameter");
            }
            rows.add(row);
        }
        Object[] changed = values.clone();
        var names = new ArrayList<String>();
        for (int i = 0; i < rows.size(); i++) {
            try {
                changed[rows.get(i).index()] =
                        parseServed(rows.get(i), settings.get(i).value(), changed);
            } catch (ConfigException e) {
                throw refused(settings.get(i), e.text());
            }
            names.add(rows.get(i).name());
        }
        try {
            requireProtection(changed);
        } catch (ConfigException e) {
            throw refused(new Setting(TABLE.protectedMode.name(), ""), e.text());
        }
        if (value(TABLE.maxClients, changed) > clientsPossible) {
            throw refused(
                    new Setting(TABLE.maxClients.name(), ""),
                    "The operating system is not able to handle the specified number of clients,"
                            + " try with " + clientsPossible);
        }
        values = changed;
        return names;
    }

    private static <T> T parseServed(Directive<T> row, String text, Object[] values)
            throws ConfigException {
        T value = parsed(row, List.of(text), values);
        row.kind().requireServed(value);
        return value;
    }

    private static ConfigException refused(Setting setting, String reason) {
        return new ConfigException(
                "CONFIG SET failed (possibly related to argument '"
                        + setting.name().toLowerCase(Locale.ROOT) + "') - " + reason);
    }

    // Values.

    /** The configuration file that was read, an absolute path; null: none. */
    public @Nullable Path file() {
        return file;
    }

    /** Local addresses that accept clients and replicas. */
    public List<BindAddress> bind() {
        return value(TABLE.bind);
    }

    /** Port for clients; 0: any free one, or none at all, see {@link #listensOnTcp}. */
    public int port() {
        return intValue(TABLE.port);
    }

    /** Where to accept clients beside the port; null: nowhere. */
    public @Nullable Path unixSocket() {
        String path = value(TABLE.unixSocket);
        return path.isEmpty() ? null : Path.of(path);
    }

    /** Permissions of the Unix-domain socket; empty: those that a new file gets. */
    public Set<PosixFilePermission> unixSocketPermissions() {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        int bit = 0400;
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((intValue(TABLE.unixSocketPermissions) & bit) != 0) {
                permissions.add(permission);
            }
            bit >>= 1;
        }
        return permissions;
    }

    /** Whether clients have a port; port 0 means none where there is a Unix-domain socket. */
    public boolean listensOnTcp() {
        return port() != 0 || unixSocket() == null;
    }

    /** Whether replicas have ports; without one for clients, only if they are given a base. */
    public boolean listensForReplicas() {
        return listensOnTcp() || intValue(TABLE.replicationPortBase) != 0;
    }

    /** Connections that may wait to be accepted. */
    public int tcpBacklog() {
        return intValue(TABLE.tcpBacklog);
    }

    /** Idle seconds before a peer is probed; 0: never. */
    public int tcpKeepaliveSeconds() {
        return intValue(TABLE.tcpKeepalive);
    }

    /** Idle seconds before a client is disconnected; 0: never. */
    public int timeoutSeconds() {
        return intValue(TABLE.timeout);
    }

    /** Clients at the same time; one more is refused. */
    public int maxClients() {
        return intValue(TABLE.maxClients);
    }

    /**
     * The system has descriptors for so many clients only: {@code maxclients} is no more than that from
     * now on.
     */
    public synchronized void limitClients(int clientsPossible) {
        this.clientsPossible = clientsPossible;
        if (maxClients() > clientsPossible) {
            Object[] changed = values.clone();
            changed[TABLE.maxClients.index()] = (long) clientsPossible;
            values = changed;
        }
    }

    /** Where the process notes its number while it runs; null: nowhere. */
    public @Nullable Path pidFile() {
        String path = value(TABLE.pidFile);
        return path.isEmpty() ? null : Path.of(path);
    }

    /** Longest request, in bytes. */
    public long queryBufferBytesMax() {
        return value(TABLE.queryBufferLimit);
    }

    /** What a client may leave unread of its replies. */
    public OutputLimit outputLimit() {
        return value(TABLE.outputBufferLimit).getOrDefault(ClientClass.NORMAL, OutputLimit.NONE);
    }

    /** What a replica may leave unsent of the frames and the snapshot that are for it. */
    public OutputLimit replicaOutputLimit() {
        return value(TABLE.outputBufferLimit).getOrDefault(ClientClass.REPLICA, OutputLimit.NONE);
    }

    /** Longest single argument of a request, in bytes. */
    public int protoMaxBulkBytes() {
        return intValue(TABLE.protoMaxBulkLength);
    }

    public TransportChoice transport() {
        return value(TABLE.transport);
    }

    /** Number of databases that SELECT can choose from. */
    public int databases() {
        return intValue(TABLE.databases);
    }

    /** Number of shards, hence of shard threads: 1 to 64. */
    public int shards() {
        return intValue(TABLE.shards);
    }

    /** How often background work is done, per second. */
    public int hz() {
        return intValue(TABLE.hz);
    }

    /** Directory for all files; it was there when the configuration was read. */
    public Path dir() {
        return value(TABLE.dir);
    }

    public LogLevel logLevel() {
        return value(TABLE.logLevel);
    }

    /** File for the log; null: standard output. */
    public @Nullable Path logFile() {
        String path = value(TABLE.logFile);
        return path.isEmpty() ? null : Path.of(path);
    }

    /** The primary to follow; null: this is a primary. */
    public @Nullable PrimaryAddress replicaOf() {
        return value(TABLE.replicaOf).address();
    }

    /** Notes the primary that {@code REPLICAOF} has chosen, so that {@code CONFIG GET} shows it. */
    public synchronized void replicaOf(@Nullable PrimaryAddress primary) {
        Object[] changed = values.clone();
        changed[TABLE.replicaOf.index()] = new Kind.Primary(primary);
        values = changed;
    }

    /** Whether a replica refuses writes of clients. */
    public boolean replicaReadOnly() {
        return value(TABLE.replicaReadOnly);
    }

    /**
     * Port on which {@code shard} listens for replicas; 0: any free one.
     *
     * <p>{@code replication-port-base} is the port of shard 0; 0 stands for {@code clientPort} +
     * 10000, -1 for any free ports. Free ports are also taken where the base is 0 and the client
     * port is not configured either, or that sum is no port.
     *
     * @param clientPort the port that clients really use
     */
    public int replicationPort(int clientPort, int shard) {
        int base = intValue(TABLE.replicationPortBase);
        if (base != 0) {
            return base < 0 ? 0 : base + shard;
        }
        int chosen = clientPort + REPLICATION_PORT_DISTANCE + shard;
        return port() == 0 || chosen > PORT_MAX ? 0 : chosen;
    }

    /** Whether the ports for replicas are given, so that no others will do. */
    public boolean replicationPortsAreGiven() {
        return intValue(TABLE.replicationPortBase) > 0;
    }

    /** Unsent bytes at which a link to a replica is closed. */
    public int replicationOutputBytesMax() {
        return intValue(TABLE.replicationOutputLimit);
    }

    /** Bytes of frames, beyond the backlog, kept for a replica that loads a snapshot. */
    public long replicationPinnedBytesMax() {
        return value(TABLE.replicationPinnedLimit);
    }

    /**
     * Port of shard 0 as replicas are told it, when a forwarder stands in front; 0: the real ports.
     */
    public int replicationAnnouncePortBase() {
        return intValue(TABLE.replicationAnnouncePortBase);
    }

    /** How long the place of a replica that went away is remembered. */
    public long reconnectWindowMillis() {
        return value(TABLE.reconnectWindow);
    }

    /** Frames kept for replicas that come back, in bytes per shard. */
    public long replBacklogBytes() {
        return value(TABLE.backlogSize);
    }

    /** Silence after which a link to a primary or replica is given up. */
    public int replTimeoutSeconds() {
        return intValue(TABLE.replicationTimeout);
    }

    /** How often a primary lets its replicas know that it is there. */
    public int replPingPeriodSeconds() {
        return intValue(TABLE.replicationPingPeriod);
    }

    private int intValue(Directive<Long> row) {
        return (int) Math.min(value(row), Integer.MAX_VALUE);
    }

    private <T> T value(Directive<T> row) {
        return value(row, values);
    }

    // A slot holds what the kind of its own directive has parsed, which is a T.
    @SuppressWarnings("unchecked")
    private static <T> T value(Directive<T> row, Object[] values) {
        return (T) values[row.index()];
    }

    private static <T> T parsed(Directive<T> row, List<String> words, Object[] values)
            throws ConfigException {
        return row.kind().merge(value(row, values), row.kind().parse(words));
    }
}
