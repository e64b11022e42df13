package io.kevy.rt.shard;

import io.kevy.resp.RequestLimits;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Partitions;
import io.kevy.rt.dispatch.Dispatcher;
import io.kevy.rt.net.Clients;
import io.kevy.rt.replication.Replica;
import io.kevy.rt.replication.ReplicaLinks;
import io.kevy.rt.ring.Gates;
import io.kevy.rt.ring.Mailbox;
import io.kevy.rt.ring.Sleeper;
import io.kevy.sys.Clock;
import io.kevy.sys.Poller;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts one shard together.
 *
 * @param index the shard's number
 * @param sleepers of all shards, by number
 */
public record ShardBuilder(
        int index, Poller poller, Clock clock, Gates gates, Lanes lanes, List<Sleeper> sleepers) {

    /**
     * The finished shard, whose thread has not been started.
     *
     * @param fatal told when a broken invariant ends the shard
     */
    public Shard build(
            Partitions partitions,
            CommandTable table,
            Call call,
            Clients.Shared shared,
            RequestLimits requestLimits,
            ReplicaLinks links,
            Replica replica,
            Consumer<Throwable> fatal) {
        var sleeper = sleepers.get(index);
        var mailbox = new Mailbox(sleeper);
        var courier = new Courier(index, partitions.count(), lanes, sleepers, shared.chunks());
        var holding = new Holder(index, gates, partitions, sleepers);
        var dispatcher =
                new Dispatcher(index, table, partitions, holding, courier, call);
        var clients =
                new Clients(
                        new Clients.Parts(
                                index,
                                poller,
                                clock,
                                mailbox,
                                shared,
                                requestLimits,
                                dispatcher,
                                courier::hasRoom));
        var parts =
                new Shard.Parts(
                        index,
                        poller,
                        clock,
                        gates,
                        sleeper,
                        mailbox,
                        partitions.get(index),
                        call,
                        dispatcher,
                        clients,
                        links,
                        replica);
        return new Shard(parts, courier, fatal);
    }
}
