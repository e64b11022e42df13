package io.kevy.rt.command;

import io.kevy.rt.config.Config;
import io.kevy.sys.Clock;
import java.util.List;

/**
 * The server as commands see it. Methods that look at all shards are called by commands routed to
 * {@link Routing#EVERY_SHARD}.
 */
public interface Host {
    Config config();

    /** The time at this moment; most commands go by {@link Call#nowMillis}. */
    Clock clock();

    CommandTable commands();

    Replication replication();

    /** All client connections of all shards; every shard is held. */
    List<Session> sessions();

    /**
     * The text of {@code INFO}; every shard is held.
     *
     * @param sections lower-case section names as asked for; empty for the default ones
     */
    String info(List<String> sections);

    /** Sets the counters that {@code CONFIG RESETSTAT} names to zero; every shard is held. */
    void resetStatistics();

    /** Starts an orderly stop. */
    void shutdown();

    /** A directive was changed at run time. */
    void configChanged(String directive);
}
