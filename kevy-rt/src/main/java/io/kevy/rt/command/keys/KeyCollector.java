package io.kevy.rt.command.keys;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.Glob;
import io.kevy.store.Entry;
import io.kevy.store.EntryVisitor;
import io.kevy.store.Keyspace;
import io.kevy.store.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Writes the keys that a walk over one keyspace comes by, as far as they fit a pattern and a type and
 * are not past their deadline.
 */
final class KeyCollector implements EntryVisitor {
    /** Keys asked for in one step of a walk. */
    private static final int STEP = 4096;

    private final Keyspace keyspace;
    private final ReplyWriter keys;
    private final @Nullable Slice pattern;
    private final @Nullable String typeName;
    private final boolean expiredCount;
    private final long nowMillis;
    private final Slice key = new Slice();
    private int size;
    private long visited;

    /**
     * @param keys where the keys go, in the form of a reply
     * @param patternArg index of the argument that holds the pattern, 0 for every key
     * @param typeArg index of the argument that names the type, 0 for any
     */
    KeyCollector(Call call, Keyspace keyspace, ReplyWriter keys, int patternArg, int typeArg) {
        this.keyspace = keyspace;
        this.keys = keys;
        pattern = patternArg == 0 ? null : new Slice().over(call.slice(patternArg));
        typeName = typeArg == 0 ? null : call.argv().text(typeArg);
        expiredCount = call.expiry() == Call.Expiry.IGNORE;
        nowMillis = call.nowMillis();
    }

    @Override
    public void visit(Entry entry) {
        visited++;
        if ((expiredCount || !entry.isExpired(nowMillis)) && isOfType(entry) && matches(entry)) {
            write(keys, entry, key);
            size++;
        }
    }

    private boolean isOfType(Entry entry) {
        return typeName == null || typeName.equalsIgnoreCase(entry.type().redisName());
    }

    private boolean matches(Entry entry) {
        return pattern == null || Glob.matches(pattern, entry.key(key));
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

    /** Number of keys written. */
    int size() {
        return size;
    }

    /** Number of keys looked at. */
    long visited() {
        return visited;
    }

    /** Writes the key of an entry. */
    static void write(ReplyWriter reply, Entry entry, Slice key) {
        entry.key(key);
        reply.bulk(key.memory(), key.offset(), key.length());
    }
}
