package io.kevy.rt.command;

/**
 * What hears of every change of one partition: replication backlog, log and events, all from the
 * same effect.
 *
 * <p>A change is made known in two steps, so that it is made known or not made at all: room is
 * reserved before anything changes, which may fail, and taken when it has changed, which may not.
 */
public interface EffectSink {
    /**
     * Makes room for effects, in addition to the room there is.
     *
     * @param args arguments of all of them, names included
     * @param bytes bytes of all those arguments
     * @throws OutOfMemoryError when there is no room; then nothing has changed
     */
    void reserve(int effects, int args, long bytes);

    /**
     * Takes one effect, for which room has been reserved, and does not fail. Its arguments are only
     * valid during the call.
     */
    void record(Effect effect);

    /** Gives back the room that no effect has taken. */
    void release();
}
