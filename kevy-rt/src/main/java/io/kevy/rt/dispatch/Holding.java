package io.kevy.rt.dispatch;

/** Holds other shards still while this one works on their data. */
public interface Holding {
    /** Holds the shards named by one bit each; this shard's own data may change meanwhile. */
    void hold(long shards);

    /** Lets them go on, and tells those that were changed. */
    void letGo(long shards);
}
