package io.kevy.rt.command;

import io.kevy.resp.Argv;

/**
 * What hears of every change of one partition: replication backlog, log and events, all from the
 * same effect.
 */
@FunctionalInterface
public interface EffectSink {
    /**
     * Takes one effect: the deterministic command that reproduces a change made in database {@code
     * db}. The arguments are only valid during the call.
     */
    void record(int db, Argv effect);
}
