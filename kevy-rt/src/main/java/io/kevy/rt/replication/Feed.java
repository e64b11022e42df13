package io.kevy.rt.replication;

import io.kevy.replicate.Backlog;
import io.kevy.resp.Piece;
import io.kevy.resp.Pieces;
import io.kevy.rt.command.Effect;
import io.kevy.rt.command.EffectSink;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Turns one shard's effects into frames of its backlog.
 *
 * <p>The stream has a current database, 0 at its start and after a snapshot; a {@code SELECT} frame
 * precedes an effect on another one. Until the first replica comes, frames are only counted: it
 * gets a snapshot anyway, and a server without replicas saves the work.
 */
public final class Feed implements EffectSink {
    private static final byte[] SELECT = "SELECT".getBytes(StandardCharsets.US_ASCII);

    /** What the frame that may precede an effect has: the name, and a number of an int. */
    private static final int SELECT_ARGS = 2;

    private static final long SELECT_BYTES_MAX = SELECT.length + 10L;

    private final Backlog backlog;
    private volatile long base;
    private volatile long publishedOffset;
    private final Piece piece = new Piece();
    private int currentDb;
    private boolean wanted;

    /** Whether there is room reserved, or would be if {@link #keeping}. */
    private boolean reserved;

    /** What {@link #wanted} was when the room was reserved, so that effects find it. */
    private boolean keeping;

    public Feed(Backlog backlog) {
        this.backlog = backlog;
        this.base = backlog.firstOffset();
        this.publishedOffset = backlog.nextOffset();
    }

    public Backlog backlog() {
        return backlog;
    }

    /** The offset at which the current history began; read from any thread. */
    public long base() {
        return base;
    }

    /** The next offset as of the last turn; read from any thread. */
    long publishedOffset() {
        return publishedOffset;
    }

    /** Tells other threads how far the history has come; once per turn. */
    void publish() {
        long next = backlog.nextOffset();
        if (next != publishedOffset) {
            publishedOffset = next;
        }
    }

    /** A replica has come: from now on frames are kept, until then they are only counted. */
    void want() {
        wanted = true;
    }

    @Override
    public void reserve(int effects, int args, long bytes) {
        if (!reserved) {
            keeping = wanted;
            reserved = true;
        }
        if (keeping) {
            backlog.reserve(
                    2 * effects, args + effects * SELECT_ARGS, bytes + effects * SELECT_BYTES_MAX);
        }
    }

    @Override
    public void release() {
        reserved = false;
        backlog.release();
    }

    @Override
    public void record(Effect effect) {
        if (!keeping) {
            backlog.pass();
            return;
        }
        select(effect.db());
        var argv = effect.argv();
        int count = argv.count();
        backlog.begin(count);
        for (int i = 0; i < count; i++) {
            if (argv.isLarge(i)) {
                pieces(argv.pieces(i), argv.length(i));
            } else {
                backlog.arg(argv.memory(i), argv.offset(i), argv.length(i));
            }
        }
        backlog.commit();
    }

    private void pieces(Pieces pieces, int length) {
        backlog.beginArg(length);
        for (long done = 0; done < length; done += piece.length()) {
            pieces.piece(done, piece);
            backlog.piece(piece.memory(), piece.offset(), piece.length());
        }
        piece.over(MemorySegment.NULL, 0, 0);
    }

    /**
     * Takes the stream to database 0, where a replica is after it has loaded a snapshot.
     *
     * @throws OutOfMemoryError when there is no room for the frame that says so; then nothing has
     *     changed
     */
    void rewind() {
        if (currentDb != 0) {
            backlog.reserve(1, SELECT_ARGS, SELECT_BYTES_MAX);
            select(0);
        }
        release();
    }

    private void select(int db) {
        if (db != currentDb) {
            currentDb = db;
            backlog.begin(2);
            backlog.arg(SELECT);
            backlog.arg(db);
            backlog.commit();
        }
    }

    /** Begins a new history at an offset that no earlier one can have reached. */
    void restart(long nowMillis) {
        currentDb = 0;
        base = Math.max(firstOffset(nowMillis), backlog.nextOffset() + 1);
        backlog.restart(base);
    }

    /**
     * The first offset of a history that begins at {@code nowMillis}: beyond everything an earlier
     * history could count to, at up to a million frames per millisecond.
     */
    public static long firstOffset(long nowMillis) {
        return nowMillis << 20;
    }
}
