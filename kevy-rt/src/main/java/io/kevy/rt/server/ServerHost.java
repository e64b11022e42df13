package io.kevy.rt.server;

import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Host;
import io.kevy.rt.command.Replication;
import io.kevy.rt.command.Session;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.OutputLimit;
import io.kevy.rt.net.Clients;
import io.kevy.rt.observe.InfoReport;
import io.kevy.rt.observe.ProcessFigures;
import io.kevy.rt.replication.ReplicationDesk;
import io.kevy.rt.shard.Shard;
import io.kevy.sys.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole server, as commands and connections see it. */
final class ServerHost implements Host, Clients.Limits {
    /** Replies that nobody reads may take one part in so many of the memory there is. */
    private static final int UNSENT_SHARE = 4;

    private final Config config;
    private final CommandTable table;
    private final ReplicationDesk desk;
    private final KevyServer server;
    private final long unsentBytesMax;
    private volatile List<Shard> shards = List.of();
    private volatile @Nullable InfoSource infoSource;

    ServerHost(
            Config config,
            CommandTable table,
            ReplicationDesk desk,
            KevyServer server) {
        this.config = config;
        this.table = table;
        this.desk = desk;
        this.server = server;
        this.unsentBytesMax = ProcessFigures.usableBytes() / UNSENT_SHARE / config.shards();
    }

    void attach(List<Shard> shards, InfoSource infoSource) {
        this.shards = List.copyOf(shards);
        this.infoSource = infoSource;
    }

    @Override
    public Config config() {
        return config;
    }

    @Override
    public Clock clock() {
        return Clock.system();
    }

    @Override
    public CommandTable commands() {
        return table;
    }

    @Override
    public Replication replication() {
        return desk;
    }

    @Override
    public List<Session> sessions() {
        var sessions = new ArrayList<Session>();
        for (Shard shard : shards) {
            shard.parts().clients().forEach(sessions::add);
        }
        return sessions;
    }

    @Override
    public String info(List<String> sections) {
        var facts = infoSource().facts(server.port(), clock().unixMillis());
        return InfoReport.text(sections, facts);
    }

    @Override
    public void resetStatistics() {
        infoSource().reset();
    }

    private InfoSource infoSource() {
        var source = infoSource;
        if (source == null) {
            throw new AssertionError("the server has not been assembled yet");
        }
        return source;
    }

    @Override
    public void shutdown() {
        server.shutdown();
    }

    @Override
    public void configChanged(String directive) {}

    @Override
    public int clientsMax() {
        return config.maxClients();
    }

    @Override
    public int keepAliveSeconds() {
        return config.tcpKeepaliveSeconds();
    }

    @Override
    public int idleSecondsMax() {
        return config.timeoutSeconds();
    }

    @Override
    public long inputBytesMax() {
        return config.queryBufferBytesMax();
    }

    @Override
    public long unsentBytesMax() {
        return unsentBytesMax;
    }

    @Override
    public OutputLimit outputLimit() {
        return config.outputLimit();
    }
}
