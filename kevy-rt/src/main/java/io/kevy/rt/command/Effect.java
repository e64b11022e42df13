package io.kevy.rt.command;

import io.kevy.resp.Argv;

/**
 * One change as everybody hears of it: the deterministic command that reproduces it on one
 * partition, and what stands around it. Reused; valid while it is being recorded.
 */
public final class Effect {
    private final CommandTable table;
    private Cause cause = Cause.REQUEST;
    private Argv argv = new Argv();
    private int db;
    private long transaction;
    private long shards;

    /**
     * @param table where the command's row is looked up, by those who want to know it
     */
    public Effect(CommandTable table) {
        this.table = table;
    }

    /**
     * Makes it another effect.
     *
     * @param transaction 0, or a number that the effects of one transaction over several partitions
     *     share and no others
     * @param shards the partitions that take part, one bit each
     */
    public Effect of(Cause cause, int db, Argv argv, long transaction, long shards) {
        this.cause = cause;
        this.db = db;
        this.argv = argv;
        this.transaction = transaction;
        this.shards = shards;
        return this;
    }

    /** The same, of other arguments. */
    void argv(Argv argv) {
        this.argv = argv;
    }

    public Cause cause() {
        return cause;
    }

    /** Number of the database that has changed. */
    public int db() {
        return db;
    }

    /** The command and its arguments. */
    public Argv argv() {
        return argv;
    }

    /** The command's row, whose key specs tell the keys that have changed. */
    public Command row() {
        var row = table.find(argv);
        if (row == null) {
            throw new AssertionError("an effect that is no command: " + argv.text(0));
        }
        return row;
    }

    /** 0, or a number that the effects of one transaction over several partitions share. */
    public long transaction() {
        return transaction;
    }

    /** The partitions that take part in the transaction, one bit each. */
    public long shards() {
        return shards;
    }
}
