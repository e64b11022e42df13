package io.kevy.store;

/**
 * What can be done with a key whatever its value is, with whole arrays, for those who embed a
 * store. Keys that are past their deadline are absent here and removed when met.
 */
public final class Keys {

    private final Keyspace keyspace;
    private final Place place = new Place();
    private final Place target = new Place();

    public Keys(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** Whether there is such a key. */
    public boolean contains(byte[] key, long nowMillis) {
        return live(key, nowMillis).exists();
    }

    /** Removes a key and says whether it was there. */
    public boolean remove(byte[] key, long nowMillis) {
        return keyspace.remove(live(key, nowMillis));
    }

    /**
     * Gives a key a deadline in Unix milliseconds, or takes it away ({@link Keyspace#NO_DEADLINE}),
     * and says whether the key was there.
     */
    public boolean expireAt(byte[] key, long deadline, long nowMillis) {
        return keyspace.expireAt(live(key, nowMillis), deadline);
    }

    /** The deadline of a key, {@link Keyspace#NO_DEADLINE} if it has none or is not there. */
    public long deadline(byte[] key, long nowMillis) {
        var found = live(key, nowMillis);
        return found.exists() ? found.deadline() : Keyspace.NO_DEADLINE;
    }

    /**
     * Gives a value and its deadline to another key, whose own is lost, and says whether the first
     * key was there.
     */
    public boolean rename(byte[] key, byte[] newKey, long nowMillis) {
        keyspace.find(Slice.of(newKey), target);
        return keyspace.move(live(key, nowMillis), target);
    }

    /** The place of a key, which may be past its deadline. */
    Place find(byte[] key) {
        keyspace.find(Slice.of(key), place);
        return place;
    }

    /** The place of a key, where there is nothing that is past its deadline. */
    Place live(byte[] key, long nowMillis) {
        if (find(key).exists() && place.isExpired(nowMillis)) {
            keyspace.remove(place);
        }
        return place;
    }
}
