package io.kevy.rt.command.keys;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.Glob;
import io.kevy.store.Keyspace;
import io.kevy.store.RecordVisitor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the keys a walk over one keyspace comes by, as far as they fit a pattern and a type and
 * are not past their deadline.
 */
final class KeyCollector implements RecordVisitor {
    /** Keys asked for in one step of a walk. */
    private static final int STEP = 4096;

    private final Argv argv;
    private final Keyspace keyspace;
    private final int patternArg;
    private final @Nullable String typeName;
    private final boolean expiredCount;
    private final long nowMillis;
    private byte[] key = new byte[64];
    private long[] records = new long[16];
    private int size;
    private long visited;

    /**
     * @param patternArg index of the argument that holds the pattern, 0 for every key
     * @param typeArg index of the argument that names the type, 0 for any
     */
    KeyCollector(Call call, Keyspace keyspace, int patternArg, int typeArg) {
        argv = call.argv();
        this.keyspace = keyspace;
        this.patternArg = patternArg;
        typeName = typeArg == 0 ? null : argv.text(typeArg);
        expiredCount = call.expiry() == Call.Expiry.IGNORE;
        nowMillis = call.nowMillis();
    }

    @Override
    public void visit(long record) {
        visited++;
        if ((expiredCount || !keyspace.expired(record, nowMillis))
                && isOfType(record)
                && matches(record)) {
            if (size == records.length) {
                records = Arrays.copyOf(records, size * 2);
            }
            records[size++] = record;
        }
    }

    private boolean isOfType(long record) {
        return typeName == null
                || typeName.equalsIgnoreCase(keyspace.type(record).redisName());
    }

    private boolean matches(long record) {
        if (patternArg == 0) {
            return true;
        }
        int length = keyspace.keyLength(record);
        if (length > key.length) {
            key = new byte[Math.max(length, key.length * 2)];
        }
        keyspace.copyKey(record, key, 0);
        return Glob.matches(
                argv.bytes(),
                argv.offset(patternArg),
                argv.length(patternArg),
                key,
                0,
                length,
                false);
    }

    /**
     * Walks on until {@code keysMax} keys have been looked at, or a few more.
     *
     * @param cursor of the keyspace, 0 to begin
     * @return the cursor to go on with, 0 at the end
     */
    long walk(long cursor, long keysMax) {
        long position = cursor;
        do {
            position =
                    keyspace.scan(position, (int) Math.min(keysMax - visited, STEP), this);
        } while (position != 0 && visited < keysMax);
        return position;
    }

    /** Number of keys collected. */
    int size() {
        return size;
    }

    /** Number of keys looked at. */
    long visited() {
        return visited;
    }

    /** Writes the keys, without the head of an array; the store is as it was. */
    void reply(ReplyWriter reply) {
        for (int i = 0; i < size; i++) {
            reply(reply, keyspace, records[i]);
        }
    }

    /** Writes the key of a record. */
    static void reply(ReplyWriter reply, Keyspace keyspace, long record) {
        int at = reply.bulkReserve(keyspace.keyLength(record));
        keyspace.copyKey(record, reply.array(), at);
    }
}
