package io.kevy.rt.command.keys;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.store.Slice;

/** Walks over all keys of a database. */
final class Scans {
    /** Expired keys that RANDOMKEY passes over before it takes one. */
    private static final int RANDOM_TRIES = 100;

    private Scans() {}

    /** {@code KEYS pattern} */
    static void keys(Call call) {
        var keys = new ReplyWriter(call.chunks());
        int size = 0;
        try {
            for (int i = 0; i < call.partitionCount(); i++) {
                var keyspace = call.partitionAt(i).keyspace(call.db());
                var collector = new KeyCollector(call, keyspace, keys, 1, 0);
                collector.walk(0, Long.MAX_VALUE);
                size += collector.size();
            }
            call.reply().array(size);
            call.reply().rawReference(keys);
        } catch (Throwable e) {
            keys.release();
            throw e;
        }
    }

    /**
     * {@code SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]}: one partition after another,
     * and on to the next in the same reply while there is room.
     */
    static void scan(Call call) {
        var cursor = ScanCursor.parse(call.argv());
        var options = ScanOptions.parse(call);
        var keys = new ReplyWriter(call.chunks());
        try {
            int size = 0;
            long missing = options.count();
            while (missing > 0 && cursor.partition() < call.partitionCount()) {
                var keyspace = call.partitionAt(cursor.partition()).keyspace(call.db());
                var collector =
                        new KeyCollector(
                                call, keyspace, keys, options.patternArg(), options.typeArg());
                long position = collector.walk(cursor.position(), missing);
                cursor = position != 0 ? cursor.at(position) : cursor.nextPartition();
                missing -= collector.visited();
                size += collector.size();
            }
            boolean finished = cursor.partition() >= call.partitionCount();
            call.reply().array(2);
            call.reply().bulk((finished ? ScanCursor.START : cursor).text());
            call.reply().array(size);
            call.reply().rawReference(keys);
        } catch (Throwable e) {
            keys.release();
            throw e;
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
            var entry = keyspace.random(call.random());
            if (entry == null) {
                throw new AssertionError("a keyspace of keys has none");
            }
            // Where expired keys only look absent, there may be no others to find.
            if (!entry.isExpired(call.nowMillis())
                    || (call.expiry() != Call.Expiry.REMOVE && tries >= RANDOM_TRIES)) {
                KeyCollector.write(call.reply(), entry, new Slice());
                return;
            }
            if (call.expiry() == Call.Expiry.REMOVE) {
                call.expire(partition, call.db(), entry);
            }
        }
    }
}
