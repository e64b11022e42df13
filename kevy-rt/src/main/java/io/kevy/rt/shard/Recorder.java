package io.kevy.rt.shard;

import io.kevy.resp.Argv;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.EffectSink;
import io.kevy.rt.command.Partition;
import org.jspecify.annotations.Nullable;

/** The one place every effect of a shard passes: from here to replicas and to watchers. */
final class Recorder implements EffectSink {
    private final CommandTable table;
    private final EffectSink feed;
    private @Nullable Partition partition;

    /**
     * @param feed the replication backlog
     */
    Recorder(CommandTable table, EffectSink feed) {
        this.table = table;
        this.feed = feed;
    }

    /** The partition whose effects these are. */
    void attach(Partition partition) {
        this.partition = partition;
    }

    @Override
    public void record(int db, Argv effect) {
        feed.record(db, effect);
        var owner = partition;
        if (owner != null && !owner.watches().isEmpty()) {
            var row = table.find(effect);
            if (row != null) {
                owner.watches().touch(db, row, effect);
            }
        }
    }
}
