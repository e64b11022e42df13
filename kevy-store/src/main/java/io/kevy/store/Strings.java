package io.kevy.store;

import org.jspecify.annotations.Nullable;

/**
 * String operations with whole arrays over a {@link Keyspace}, for those who embed a store. Keys
 * that are past their deadline are absent here and removed when met. Every result is a new array.
 * {@link StringValues} is what works without.
 */
public final class Strings {

    private final Keys keys;
    private final StringValues values;

    public Strings(Keyspace keyspace) {
        keys = new Keys(keyspace);
        values = keyspace.strings();
    }

    /** The value, null when there is no such key. */
    public byte @Nullable [] get(byte[] key, long nowMillis) {
        var place = keys.live(key, nowMillis);
        return place.exists() ? place.string() : null;
    }

    /** Sets a value that stays. */
    public void set(byte[] key, byte[] value) {
        set(key, value, Keyspace.NO_DEADLINE);
    }

    /** Sets a value with a deadline in Unix milliseconds. */
    public void set(byte[] key, byte[] value, long deadline) {
        values.set(keys.find(key), Slice.of(value), deadline);
    }

    /** Appends to the value, an absent one being empty, and returns the new length. */
    public int append(byte[] key, byte[] value, long nowMillis) {
        return values.append(keys.live(key, nowMillis), Slice.of(value));
    }

    /**
     * Adds to an integer, an absent one being 0, keeps the deadline, and returns the sum.
     *
     * @throws ArithmeticException when the value is no integer or the sum no {@code long}
     */
    public long increment(byte[] key, long by, long nowMillis) {
        var place = keys.live(key, nowMillis);
        if (!place.exists()) {
            values.setInteger(place, by, Keyspace.NO_DEADLINE);
            return by;
        }
        if (!place.isInteger()) {
            throw new ArithmeticException("the value is not an integer");
        }
        long sum = Math.addExact(place.integer(), by);
        values.setInteger(place, sum, place.deadline());
        return sum;
    }
}
