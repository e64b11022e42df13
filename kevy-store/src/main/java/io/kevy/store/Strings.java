package io.kevy.store;

import org.jspecify.annotations.Nullable;

/**
 * String operations with whole arrays over a {@link Keyspace}, for those who embed a store. Keys
 * that are past their deadline are absent here and removed when met. Every result is a new array.
 */
public final class Strings {

    private final Keyspace keyspace;

    public Strings(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** The value, null when there is no such key. */
    public byte @Nullable [] get(byte[] key, long nowMillis) {
        long record = live(key, nowMillis);
        if (record == Keyspace.NONE) {
            return null;
        }
        var value = new byte[keyspace.stringLength(record)];
        keyspace.copyString(record, 0, value, 0, value.length);
        return value;
    }

    /** Sets a value that stays. */
    public void set(byte[] key, byte[] value) {
        set(key, value, Keyspace.NO_DEADLINE);
    }

    /** Sets a value with a deadline in Unix milliseconds. */
    public void set(byte[] key, byte[] value, long deadline) {
        keyspace.setString(key, 0, key.length, value, 0, value.length, deadline);
    }

    /** Appends to the value, an absent one being empty, and returns the new length. */
    public int append(byte[] key, byte[] value, long nowMillis) {
        live(key, nowMillis);
        return keyspace.append(key, 0, key.length, value, 0, value.length);
    }

    /**
     * Adds to an integer, an absent one being 0, keeps the deadline, and returns the sum.
     *
     * @throws ArithmeticException when the value is no integer or the sum no {@code long}
     */
    public long increment(byte[] key, long by, long nowMillis) {
        long record = live(key, nowMillis);
        if (record == Keyspace.NONE) {
            keyspace.setInteger(key, 0, key.length, by, Keyspace.NO_DEADLINE);
            return by;
        }
        if (!keyspace.isInteger(record)) {
            throw new ArithmeticException("the value is not an integer");
        }
        long sum = Math.addExact(keyspace.integer(record), by);
        keyspace.setInteger(key, 0, key.length, sum, keyspace.deadline(record));
        return sum;
    }

    /** Removes a key and says whether it was there. */
    public boolean remove(byte[] key, long nowMillis) {
        return live(key, nowMillis) != Keyspace.NONE && keyspace.remove(key, 0, key.length);
    }

    private long live(byte[] key, long nowMillis) {
        long record = keyspace.find(key, 0, key.length);
        if (record != Keyspace.NONE && keyspace.expired(record, nowMillis)) {
            keyspace.remove(key, 0, key.length);
            return Keyspace.NONE;
        }
        return record;
    }
}
