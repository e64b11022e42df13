package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import java.util.ArrayList;
import java.util.List;

/** Walks over all keys of a database. */
final class Scans {
    /** Expired keys that RANDOMKEY passes over before it takes one. */
    private static final int RANDOM_TRIES = 100;

    private Scans() {}

    /** {@code KEYS pattern} */
    static void keys(Call call) {
        List<KeyCollector> collected = new ArrayList<>(call.partitionCount());
        for (int i = 0; i < call.partitionCount(); i++) {
            var keyspace = call.partitionAt(i).keyspace(call.db());
            var collector = new KeyCollector(call, keyspace, 1, 0);
            collected.add(collector);
            collector.walk(0, Long.MAX_VALUE);
        }
        reply(call, collected);
    }

    /**
     * {@code SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]}: one partition after another,
     * and on to the next in the same reply while there is room.
     */
    static void scan(Call call) {
        var cursor = ScanCursor.parse(call.argv());
        var options = ScanOptions.parse(call);
        List<KeyCollector> collected = new ArrayList<>();
        long missing = options.count();
        while (missing > 0 && cursor.partition() < call.partitionCount()) {
            var keyspace = call.partitionAt(cursor.partition()).keyspace(call.db());
            var collector =
                    new KeyCollector(call, keyspace, options.patternArg(), options.typeArg());
            collected.add(collector);
            long position = collector.walk(cursor.position(), missing);
            cursor = position != 0 ? cursor.at(position) : cursor.nextPartition();
            missing -= collector.visited();
        }
        boolean finished = cursor.partition() >= call.partitionCount();
        call.reply().array(2);
        call.reply().bulk((finished ? ScanCursor.START : cursor).text());
        reply(call, collected);
    }

    private static void reply(Call call, List<KeyCollector> collected) {
        long keys = 0;
        for (KeyCollector collector : collected) {
            keys += collector.size();
        }
        call.reply().array(Math.toIntExact(keys));
        for (KeyCollector collector : collected) {
            collector.reply(call.reply());
        }
    }

    /** {@code RANDOMKEY}: each key of all partitions with the same probability. */
    static void randomKey(Call call) {
        for (int tries = 1;; tries++) {
            long keys = 0;
            for (int i = 0; i < call.partitionCount(); i++) {
                keys += call.partitionAt(i).keyspace(call.db()).size();
            }
            if (keys == 0) {
                call.reply().nullBulk();
                return;
            }
            long at = call.random().nextLong(keys);
            int i = 0;
            while (at >= call.partitionAt(i).keyspace(call.db()).size()) {
                at -= call.partitionAt(i).keyspace(call.db()).size();
                i++;
            }
            var partition = call.partitionAt(i);
            var keyspace = partition.keyspace(call.db());
            long record = keyspace.random(call.random());
            // Where expired keys only look absent, there may be no others to find.
            if (!keyspace.expired(record, call.nowMillis())
                    || (call.expiry() != Call.Expiry.REMOVE && tries >= RANDOM_TRIES)) {
                KeyCollector.reply(call.reply(), keyspace, record);
                return;
            }
            if (call.expiry() == Call.Expiry.REMOVE) {
                call.expire(partition, call.db(), record);
            }
        }
    }
}
