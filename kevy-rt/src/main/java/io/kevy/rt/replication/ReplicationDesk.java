package io.kevy.rt.replication;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Replication;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.PrimaryAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Replication of the whole server: what commands ask and order, over all shards. Thread-safe.
 *
 * <p>Offsets shown to people are frames since the shard's history began, summed over the shards.
 */
public final class ReplicationDesk implements Replication {
    /** One shard as the desk sees it; {@code tasks} runs in a turn of that shard. */
    public record ShardSide(Feed feed, Replica replica, Executor tasks) {}

    private final Config config;
    private final LinkDirectory directory;
    private final AtomicReference<@Nullable PrimaryAddress> primary = new AtomicReference<>();
    private volatile List<ShardSide> shards = List.of();
    private volatile int[] ports = {};

    public ReplicationDesk(Config config, LinkDirectory directory) {
        this.config = config;
        this.directory = directory;
    }

    /** Takes over the shards of a server that is about to start. */
    public void attach(List<ShardSide> shards, int[] ports) {
        this.shards = List.copyOf(shards);
        this.ports = ports.clone();
        var configured = config.replicaOf();
        if (configured != null) {
            follow(configured.host(), configured.port());
        }
    }

    @Override
    public boolean isReplica() {
        return primary.get() != null;
    }

    @Override
    public boolean follow(String host, int port) {
        var target = new PrimaryAddress(host, port);
        if (target.equals(primary.getAndSet(target))) {
            return false;
        }
        orderAll(target);
        return true;
    }

    @Override
    public void promote() {
        if (primary.getAndSet(null) != null) {
            orderAll(null);
        }
    }

    private void orderAll(@Nullable PrimaryAddress target) {
        config.replicaOf(target);
        for (ShardSide shard : shards) {
            shard.tasks().execute(() -> shard.replica().follow(target));
        }
    }

    @Override
    public void role(ReplyWriter reply) {
        var target = primary.get();
        if (target == null) {
            var replicas = directory.byReplica();
            reply.array(3);
            reply.bulk("master");
            reply.integer(masterOffset());
            reply.array(replicas.size());
            for (List<LinkStatus> links : replicas.values()) {
                var peer = links.getFirst().peer();
                reply.array(3);
                reply.bulk(peer.getAddress().getHostAddress());
                reply.bulk(Integer.toString(peer.getPort()));
                reply.bulk(Long.toString(writtenFrames(links)));
            }
            return;
        }
        reply.array(5);
        reply.bulk("slave");
        reply.bulk(target.host());
        reply.integer(target.port());
        reply.bulk(upstreamState());
        reply.integer(masterOffset());
    }

    @Override
    public long[] offsets() {
        var sides = shards;
        var offsets = new long[sides.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = sides.get(i).feed().backlog().nextOffset();
        }
        return offsets;
    }

    @Override
    public int replicasAt(long[] offsets) {
        int count = 0;
        for (List<LinkStatus> links : directory.byReplica().values()) {
            long reached = 0;
            for (LinkStatus link : links) {
                if (link.writtenOffset() >= offsets[link.shard()]) {
                    reached |= 1L << link.shard();
                }
            }
            if (Long.bitCount(reached) == offsets.length) {
                count++;
            }
        }
        return count;
    }

    /** Frames recorded since the histories of all shards began. */
    long masterOffset() {
        long frames = 0;
        for (ShardSide shard : shards) {
            frames += Math.max(0, shard.feed().publishedOffset() - shard.feed().base());
        }
        return frames;
    }

    private long writtenFrames(List<LinkStatus> links) {
        long frames = 0;
        for (LinkStatus link : links) {
            frames += Math.max(0, link.writtenOffset() - shards.get(link.shard()).feed().base());
        }
        return frames;
    }

    /** The least advanced state of all shards' links to the primary. */
    private String upstreamState() {
        List<String> order = List.of("connect", "connecting", "sync", "connected");
        int least = order.size() - 1;
        for (ShardSide shard : shards) {
            least = Math.min(least, order.indexOf(shard.replica().status().state()));
        }
        return order.get(Math.max(0, least));
    }

    private boolean isLinked() {
        return upstreamState().equals("connected");
    }

    @Override
    public void info(StringBuilder text, long nowMillis) {
        var target = primary.get();
        line(text, "role", target == null ? "master" : "slave");
        if (target != null) {
            upstreamInfo(text, target, nowMillis);
        }
        Map<String, List<LinkStatus>> replicas = directory.byReplica();
        line(text, "connected_slaves", replicas.size());
        int number = 0;
        for (List<LinkStatus> links : replicas.values()) {
            replicaLine(text, number++, links, nowMillis);
        }
        line(text, "master_failover_state", "no-failover");
        line(text, "master_repl_offset", masterOffset());
        for (int i = 0; i < shards.size(); i++) {
            line(text, "shard" + i + "_repl_offset", shards.get(i).feed().publishedOffset());
        }
        line(text, "repl_backlog_active", 1);
        line(text, "repl_backlog_size", config.replBacklogBytes());
        var announced = new StringBuilder();
        for (int port : ports) {
            announced.append(announced.isEmpty() ? "" : ",").append(port);
        }
        text.append(PrimaryProbe.PORTS_FIELD).append(announced).append("\r\n");
    }

    private void upstreamInfo(StringBuilder text, PrimaryAddress target, long nowMillis) {
        line(text, "master_host", target.host());
        line(text, "master_port", target.port());
        line(text, "master_link_status", isLinked() ? "up" : "down");
        long lastReceived = Long.MAX_VALUE;
        long fullSyncs = 0;
        String failure = "";
        boolean syncing = false;
        for (ShardSide shard : shards) {
            var status = shard.replica().status();
            lastReceived = Math.min(lastReceived, status.lastReceivedMillis());
            fullSyncs += status.fullSyncs();
            failure = failure.isEmpty() ? status.failure() : failure;
            syncing |= status.state().equals("sync");
        }
        line(text, "master_last_io_seconds_ago", Math.max(0, (nowMillis - lastReceived) / 1000));
        line(text, "master_sync_in_progress", syncing ? 1 : 0);
        line(text, "master_link_full_syncs", fullSyncs);
        if (!failure.isEmpty()) {
            line(text, "master_link_down_reason", failure);
        }
        line(text, "slave_read_only", config.replicaReadOnly() ? 1 : 0);
    }

    private void replicaLine(
            StringBuilder text, int number, List<LinkStatus> links, long nowMillis) {
        var peer = links.getFirst().peer();
        boolean online = links.size() >= shards.size();
        long moved = 0;
        for (LinkStatus link : links) {
            online &= link.state().equals("online");
            moved = Math.max(moved, link.lastMovedMillis());
        }
        long frames = writtenFrames(links);
        long lag = frames >= masterOffset() ? 0 : Math.max(0, (nowMillis - moved) / 1000);
        text.append("slave").append(number).append(":ip=");
        text.append(peer.getAddress().getHostAddress()).append(",port=").append(peer.getPort());
        text.append(",state=").append(online ? "online" : "send_bulk");
        text.append(",offset=").append(frames).append(",lag=").append(lag);
        text.append(",links=").append(links.size());
        text.append(",id=").append(links.getFirst().replicaId()).append("\r\n");
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    /** Ports that shards listen on for replicas. */
    public int[] ports() {
        return Arrays.copyOf(ports, ports.length);
    }
}
