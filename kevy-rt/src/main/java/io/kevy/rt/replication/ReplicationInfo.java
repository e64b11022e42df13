package io.kevy.rt.replication;

import io.kevy.rt.config.PrimaryAddress;
import io.kevy.rt.replication.ReplicationDesk.ShardSide;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes the lines of {@code INFO replication} over all shards.
 *
 * <p>Offsets that Redis has as one number are frames since the shards' histories began, summed;
 * beside them stands the offset of each shard as links use it. A replica counts its data in the
 * histories of its primary, and what it sends to replicas of its own in its own.
 */
final class ReplicationInfo {
    private final StringBuilder text;
    private final List<ShardSide> shards;
    private final Collection<List<LinkStatus>> replicas;
    private final long nowMillis;

    /**
     * @param replicas the links of each replica
     */
    ReplicationInfo(
            StringBuilder text,
            List<ShardSide> shards,
            Map<String, List<LinkStatus>> replicas,
            long nowMillis) {
        this.text = text;
        this.shards = shards;
        this.replicas = replicas.values();
        this.nowMillis = nowMillis;
    }

    /** Frames recorded since the histories of all shards began. */
    static long recordedFrames(List<ShardSide> shards) {
        long frames = 0;
        for (ShardSide shard : shards) {
            frames += Math.max(0, shard.feed().publishedOffset() - shard.feed().base());
        }
        return frames;
    }

    /** Frames of the primary's histories that are in the data here, summed as the primary does. */
    static long appliedFrames(List<ShardSide> shards) {
        long frames = 0;
        for (ShardSide shard : shards) {
            frames += shard.replica().status().appliedFrames();
        }
        return frames;
    }

    /** Frames of these histories that the sockets of {@code links} have taken. */
    static long writtenFrames(List<ShardSide> shards, List<LinkStatus> links) {
        long frames = 0;
        for (LinkStatus link : links) {
            frames += Math.max(0, link.writtenOffset() - shards.get(link.shard()).feed().base());
        }
        return frames;
    }

    /** The state of the shard that has come least far with the primary. */
    static UpstreamState leastState(List<ShardSide> shards) {
        var least = UpstreamState.CONNECTED;
        for (ShardSide shard : shards) {
            var state = shard.replica().status().state();
            least = state.compareTo(least) < 0 ? state : least;
        }
        return least;
    }

    void primary() {
        line("role", "master");
    }

    void replica(PrimaryAddress target, boolean readOnly) {
        line("role", "slave");
        line("master_host", target.host());
        line("master_port", target.port());
        var state = leastState(shards);
        line("master_link_status", state == UpstreamState.CONNECTED ? "up" : "down");
        long heardMillis = Long.MAX_VALUE;
        long downMillis = Long.MAX_VALUE;
        long fullSyncs = 0;
        String failure = "";
        boolean syncing = false;
        for (ShardSide shard : shards) {
            var status = shard.replica().status();
            heardMillis = Math.min(heardMillis, status.lastReceivedMillis());
            if (status.state() != UpstreamState.CONNECTED) {
                downMillis = Math.min(downMillis, status.downSinceMillis());
                failure = failure.isEmpty() ? status.failure() : failure;
            }
            fullSyncs += status.fullSyncs();
            syncing |= status.state() == UpstreamState.SYNC;
        }
        line("master_last_io_seconds_ago", heardMillis == 0 ? -1 : seconds(heardMillis));
        line("master_sync_in_progress", syncing ? 1 : 0);
        long applied = appliedFrames(shards);
        line("slave_read_repl_offset", applied);
        line("slave_repl_offset", applied);
        if (state != UpstreamState.CONNECTED) {
            line("master_link_down_since_seconds", downMillis == 0 ? -1 : seconds(downMillis));
            if (!failure.isEmpty()) {
                line("master_link_down_reason", failure);
            }
        }
        line("slave_read_only", readOnly ? 1 : 0);
        line("master_full_syncs", fullSyncs);
        for (int i = 0; i < shards.size(); i++) {
            line("shard" + i + "_master_offset", shards.get(i).replica().status().offset());
        }
    }

    /** The replicas that are here, one line each, and how many were here not long ago. */
    void links() {
        line("connected_slaves", replicas.size());
        long recorded = recordedFrames(shards);
        int number = 0;
        for (List<LinkStatus> links : replicas) {
            replicaLine(number++, links, recorded);
        }
        int away = 0;
        for (ShardSide shard : shards) {
            away = Math.max(away, shard.links().slotsHeld());
        }
        line("recently_seen_slaves", away);
        line("master_failover_state", "no-failover");
    }

    private void replicaLine(int number, List<LinkStatus> links, long recorded) {
        boolean online = links.size() >= shards.size();
        long movedMillis = 0;
        for (LinkStatus link : links) {
            online &= link.state().equals("online");
            movedMillis = Math.max(movedMillis, link.lastMovedMillis());
        }
        long written = writtenFrames(shards, links);
        var first = links.getFirst();
        text.append("slave").append(number);
        text.append(":ip=").append(first.peer().getAddress().getHostAddress());
        text.append(",port=").append(first.peer().getPort());
        text.append(",state=").append(online ? "online" : "send_bulk");
        text.append(",offset=").append(written);
        text.append(",lag=").append(written >= recorded ? 0 : seconds(movedMillis));
        text.append(",lag_frames=").append(Math.max(0, recorded - written));
        text.append(",links=").append(links.size());
        text.append(",id=").append(first.shownId()).append("\r\n");
    }

    void backlog(long bytesMax, boolean isReplica) {
        line("master_repl_offset", isReplica ? appliedFrames(shards) : recordedFrames(shards));
        for (int i = 0; i < shards.size(); i++) {
            line("shard" + i + "_repl_offset", shards.get(i).feed().publishedOffset());
        }
        line("repl_backlog_active", 1);
        line("repl_backlog_size", bytesMax);
    }

    /** What replicas ask for, see {@link PrimaryProbe}. */
    void addresses(List<Integer> ports) {
        list(PrimaryProbe.PORTS_FIELD, ports);
        var bases = new ArrayList<Long>();
        for (ShardSide shard : shards) {
            bases.add(shard.feed().base());
        }
        list(PrimaryProbe.BASES_FIELD, bases);
        // Shard 0 speaks for all: when its lineage changes, it closes its links to replicas.
        var first = shards.getFirst().replica();
        text.append(PrimaryProbe.PATH_FIELD).append(first.status().lineage().text(first.id()));
        text.append("\r\n");
    }

    private void list(String field, List<? extends Number> numbers) {
        text.append(field);
        for (int i = 0; i < numbers.size(); i++) {
            text.append(i == 0 ? "" : ",").append(numbers.get(i).longValue());
        }
        text.append("\r\n");
    }

    private long seconds(long sinceMillis) {
        return Math.max(0, (nowMillis - sinceMillis) / 1000);
    }

    private void line(String name, Object value) {
        text.append(name).append(':').append(value).append("\r\n");
    }
}
