package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.Decimal;
import io.kevy.store.Keyspace;
import java.util.Arrays;

/**
 * A deterministic command being put together from pieces, for changes whose request does not
 * reproduce them. Reused; one per shard thread.
 */
public final class Effect {
    private final Argv argv = new Argv();
    private byte[] bytes = new byte[256];
    private int size;

    Effect() {}

    /** Starts with the command's name, upper case. */
    public Effect begin(String name) {
        size = 0;
        argv.clear(bytes);
        return arg(name);
    }

    /** Adds an ASCII word. */
    public Effect arg(String ascii) {
        int length = ascii.length();
        int at = reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) ascii.charAt(i);
        }
        argv.add(at, length);
        return this;
    }

    public Effect arg(byte[] source, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(source, offset, bytes, at, length);
        argv.add(at, length);
        return this;
    }

    /** Adds argument {@code i} of a request. */
    public Effect arg(Argv request, int i) {
        return arg(request.bytes(), request.offset(i), request.length(i));
    }

    public Effect arg(long value) {
        int length = Decimal.digits(value);
        int at = reserve(length);
        Decimal.write(value, bytes, at);
        argv.add(at, length);
        return this;
    }

    /** Adds the string value of a record. */
    public Effect value(Keyspace keyspace, long record) {
        int length = keyspace.stringLength(record);
        int at = reserve(length);
        keyspace.copyString(record, 0, bytes, at, length);
        argv.add(at, length);
        return this;
    }

    /** Adds the key of a record. */
    public Effect key(Keyspace keyspace, long record) {
        int length = keyspace.keyLength(record);
        int at = reserve(length);
        keyspace.copyKey(record, bytes, at);
        argv.add(at, length);
        return this;
    }

    /** Hands the effect to the partition whose database {@code db} has changed. */
    public void record(Partition partition, int db) {
        partition.record(db, argv);
        if (bytes.length > 1 << 20) {
            bytes = new byte[256];
        }
    }

    private int reserve(int length) {
        int at = size;
        if (bytes.length - at < length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, length), bytes.length * 2));
            argv.rebase(bytes, 0);
        }
        size = at + length;
        return at;
    }
}
