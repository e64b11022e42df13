package io.kevy.rt.command;

/** What a command does: reads its arguments, changes the keyspace, writes one reply. */
@FunctionalInterface
public interface Handler {
    /**
     * Runs the command. Writes exactly one reply, and records exactly one effect for each shard it
     * changed.
     *
     * @throws CommandException for an error reply; nothing may have been changed by then
     */
    void run(Call call);
}
