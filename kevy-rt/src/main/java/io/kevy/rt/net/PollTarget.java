package io.kevy.rt.net;

import java.io.IOException;

/** Something registered with a shard's poller. */
public interface PollTarget {
    /**
     * The poller found it ready.
     *
     * @param bits of {@link io.kevy.sys.Poller#READ}, {@code WRITE} and {@code CLOSED}
     */
    void ready(int bits) throws IOException;
}
