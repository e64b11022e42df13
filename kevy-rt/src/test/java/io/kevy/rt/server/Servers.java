package io.kevy.rt.server;

import io.kevy.rt.config.Config;
import java.io.IOException;

/** Servers as only tests want them. */
public final class Servers {
    private Servers() {}

    /** A server whose shards' histories begin at {@code firstOffset}. */
    public static KevyServer startAt(Config config, long firstOffset) throws IOException {
        return KevyServer.start(config, firstOffset);
    }
}
