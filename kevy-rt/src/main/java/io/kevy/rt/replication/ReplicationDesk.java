package io.kevy.rt.replication;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Outlet;
import io.kevy.rt.command.Replication;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.PrimaryAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Replication of the whole server: what commands ask and order, over all shards. Thread-safe.
 *
 * <p>An order counts at once for everyone who asks here, and reaches the shards in their next
 * turns.
 */
public final class ReplicationDesk implements Replication {
    /** One shard as the desk sees it; {@code tasks} runs in a turn of that shard. */
    public record ShardSide(Feed feed, ReplicaLinks links, Replica replica, Executor tasks) {}

    private final Config config;
    private final LinkDirectory directory;
    private volatile @Nullable PrimaryAddress primary;
    private volatile List<ShardSide> shards = List.of();
    private volatile List<Integer> ports = List.of();

    public ReplicationDesk(Config config, LinkDirectory directory) {
        this.config = config;
        this.directory = directory;
    }

    /**
     * Takes over the shards of a server that is about to start, and follows the configured primary.
     *
     * @param ports where the shards listen for replicas, as replicas are told
     */
    public void attach(List<ShardSide> shards, List<Integer> ports) {
        this.shards = List.copyOf(shards);
        this.ports = List.copyOf(ports);
        var configured = config.replicaOf();
        if (configured != null) {
            follow(configured.host(), configured.port());
        }
    }

    @Override
    public boolean isReplica() {
        return primary != null;
    }

    @Override
    public synchronized boolean follow(String host, int port) {
        var target = new PrimaryAddress(host, port);
        if (target.equals(primary)) {
            return false;
        }
        order(target);
        return true;
    }

    @Override
    public synchronized void promote() {
        if (primary != null) {
            order(null);
        }
    }

    /** Two orders must reach all shards in the same sequence: called with the lock held. */
    private void order(@Nullable PrimaryAddress target) {
        primary = target;
        config.replicaOf(target);
        var firstSync = new FirstSync(shards.size());
        for (ShardSide shard : shards) {
            shard.tasks().execute(() -> shard.replica().follow(target, firstSync));
        }
        directory.progress();
    }

    @Override
    public void role(ReplyWriter reply) {
        var target = primary;
        if (target == null) {
            var replicas = directory.byReplica();
            reply.array(3);
            reply.bulk("master");
            reply.integer(ReplicationInfo.recordedFrames(shards));
            reply.array(replicas.size());
            for (List<LinkStatus> links : replicas.values()) {
                var peer = links.getFirst().peer();
                reply.array(3);
                reply.bulk(peer.getAddress().getHostAddress());
                reply.bulk(Integer.toString(peer.getPort()));
                reply.bulk(Long.toString(ReplicationInfo.writtenFrames(shards, links)));
            }
        } else {
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(target.host());
            reply.integer(target.port());
            var state = ReplicationInfo.leastState(shards);
            reply.bulk(state.name().toLowerCase(Locale.ROOT));
            reply.integer(ReplicationInfo.appliedFrames(shards));
        }
    }

    @Override
    public void info(StringBuilder text, long nowMillis) {
        var info = new ReplicationInfo(text, shards, directory.byReplica(), nowMillis);
        var target = primary;
        if (target == null) {
            info.primary();
        } else {
            info.replica(target, config.replicaReadOnly());
        }
        info.links();
        info.backlog(config.replBacklogBytes(), target != null);
        info.addresses(ports);
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

    @Override
    public void tell(Outlet waiting) {
        directory.tell(waiting);
    }

    @Override
    public void tellNoMore(Outlet waiting) {
        directory.tellNoMore(waiting);
    }
}
