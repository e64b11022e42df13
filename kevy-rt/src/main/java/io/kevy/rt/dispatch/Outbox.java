package io.kevy.rt.dispatch;

import io.kevy.rt.net.Forward;

/** Takes requests to the shards that own their keys. */
@FunctionalInterface
public interface Outbox {
    /** Sends {@code forward} to shard {@code target}; there is always room. */
    void forward(int target, Forward forward);
}
