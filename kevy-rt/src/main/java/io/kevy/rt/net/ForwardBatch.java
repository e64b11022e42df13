package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.Pieces;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Command;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way to the shard that owns their keys, and their replies on the way back: all
 * that one shard has for another in one turn travel together.
 *
 * <p>Owned by one thread at a time, source, then target, then source again, handed over through
 * rings. The target may come back with a part of the replies, when they are large, and gets the
 * batch again when those have been taken: what replies take is bounded by {@value
 * #REPLY_BYTES_MAX} bytes and one reply. Reused.
 *
 * <p>As an {@link Outcome}: the request is the last one of this batch.
 */
public final class ForwardBatch implements Outcome {
    /** Requests of one batch. */
    public static final int REQUESTS_MAX = 512;

    private static final int BYTES_AIMED_AT = 64 * 1024;
    private static final int REPLY_BYTES_MAX = 256 * 1024;
    private static final int BYTES_KEPT_MAX = 128 * 1024;
    private static final int FIRST = 16;

    /** Where a batch comes from, told when its replies have been taken. On the source's thread. */
    public interface Home {
        /** All replies have been taken. */
        void finished(ForwardBatch batch);

        /** The replies that were there have been taken, others are still to be made. */
        void unfinished(ForwardBatch batch);
    }

    private final Home home;
    private int target;
    private int count;

    private @Nullable Connection[] origins = new Connection[FIRST];
    private @Nullable Command[] commands = new Command[FIRST];
    /** For each request its database, three bits of protocol version below it. */
    private int[] contexts = new int[FIRST];
    /** Where its arguments end in {@link #arguments}. */
    private int[] argumentEnds = new int[FIRST];
    /** Offset in {@link #bytes} and length of each argument of all requests. */
    private int[] arguments = new int[4 * FIRST];
    private byte[] bytes = new byte[1024];
    private int size;
    private final ArrayList<Pieces> large = new ArrayList<>(0);

    private final ReplyWriter replies;
    /** Where its reply ends in {@link #replies}; {@link #FAILED} or-ed in when there is none. */
    private long[] replyEnds = new long[FIRST];
    private static final long FAILED = 1L << 63;
    /** Requests that have been run, as the target counts them; as the source knows; replies taken. */
    private int run;
    private int answered;
    private int taken;
    /** The first request whose reply is in {@link #replies}. */
    private int firstReply;

    /**
     * An empty batch.
     *
     * @param chunks memory for replies; thread-safe, since they are written on one thread and given up on
     *     another
     */
    public ForwardBatch(Home home, ChunkSource chunks) {
        this.home = home;
        this.replies = ReplyWriter.copying(chunks);
    }

    /** Begins a batch for shard {@code target}. */
    public void begin(int target) {
        this.target = target;
    }

    public int target() {
        return target;
    }

    /** Requests in it. */
    public int count() {
        return count;
    }

    /** Whether the next request should go into another batch. */
    public boolean isFull() {
        return count == REQUESTS_MAX || size >= BYTES_AIMED_AT;
    }

    /**
     * Adds a copy of a request.
     *
     * @throws OutOfMemoryError when there is no room for it; the batch is as it was
     */
    public void add(Command command, Argv request, int db, int protocol) {
        int arguments = request.count();
        int bytesOfSlices = request.sliceBytes();
        reserve(arguments, bytesOfSlices);
        int at = count == 0 ? 0 : argumentEnds[count - 1];
        for (int i = 0; i < arguments; i++) {
            if (request.isLarge(i)) {
                this.arguments[at++] = -1 - large.size();
                large.add(request.takePieces(i));
            } else {
                MemorySegment.copy(
                        request.memory(i), ValueLayout.JAVA_BYTE, request.offset(i), bytes, size,
                        request.length(i));
                this.arguments[at++] = size;
                size += request.length(i);
            }
            this.arguments[at++] = request.length(i);
        }
        commands[count] = command;
        contexts[count] = db << 3 | protocol;
        argumentEnds[count++] = at;
    }

    private void reserve(int moreArguments, int moreBytes) {
        if (count == commands.length) {
            int length = 2 * count;
            var moreOrigins = Arrays.copyOf(origins, length);
            var moreCommands = Arrays.copyOf(commands, length);
            var moreContexts = Arrays.copyOf(contexts, length);
            var moreEnds = Arrays.copyOf(argumentEnds, length);
            replyEnds = Arrays.copyOf(replyEnds, length);
            origins = moreOrigins;
            commands = moreCommands;
            contexts = moreContexts;
            argumentEnds = moreEnds;
        }
        int used = count == 0 ? 0 : argumentEnds[count - 1];
        int argumentsNeeded = used + 2 * moreArguments;
        if (argumentsNeeded > arguments.length) {
            arguments = Arrays.copyOf(arguments, Math.max(argumentsNeeded, 2 * used));
        }
        int bytesNeeded = Math.addExact(size, moreBytes);
        if (bytesNeeded > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytesNeeded, Math.min(2 * size, BYTES_KEPT_MAX)));
        }
    }

    /** The last request is one of {@code origin}; returns its index. */
    int claim(Connection origin) {
        origins[count - 1] = origin;
        return count - 1;
    }

    /** The connection that waits for the reply to request {@code i}. */
    Connection origin(int i) {
        var origin = origins[i];
        if (origin == null) {
            throw new AssertionError("a forwarded request of nobody");
        }
        return origin;
    }

    /** The first request that has not been run. */
    public int firstToRun() {
        return run;
    }

    public Command command(int i) {
        var command = commands[i];
        if (command == null) {
            throw new AssertionError("an empty request was sent");
        }
        return command;
    }

    public int db(int i) {
        return contexts[i] >> 3;
    }

    /** Points {@code argv} to the arguments of request {@code i}, and hands it the large ones; once. */
    public void arguments(int i, Argv argv) {
        argv.clear(bytes);
        int at = i == 0 ? 0 : argumentEnds[i - 1];
        for (; at < argumentEnds[i]; at += 2) {
            if (arguments[at] < 0) {
                argv.addLarge(large.get(-1 - arguments[at]));
            } else {
                argv.add(arguments[at], arguments[at + 1]);
            }
        }
    }

    /** Points {@code argv} to the arguments of request {@code i} as far as the first large one. */
    public void smallArguments(int i, Argv argv) {
        argv.clear(bytes);
        int at = i == 0 ? 0 : argumentEnds[i - 1];
        for (; at < argumentEnds[i] && arguments[at] >= 0; at += 2) {
            argv.add(arguments[at], arguments[at + 1]);
        }
    }

    /** Where the reply to request {@code i}, the next to be run, is written. */
    public ReplyWriter replyTo(int i) {
        replies.protocol(contexts[i] & 7);
        return replies;
    }

    /** The reply to the next request has been written; true when there is room for one more. */
    public boolean replied() {
        replyEnds[run++] = replies.position();
        return replies.position() < REPLY_BYTES_MAX;
    }

    /** There is no memory for the reply to the next request, of which nothing is kept. */
    public void failed() {
        long end = run == firstReply ? 0 : replyEnds[run - 1] & ~FAILED;
        replies.truncate(end);
        replyEnds[run++] = end | FAILED;
    }

    /** It is back at its source. */
    void arrived() {
        answered = run;
    }

    /** Requests whose replies have come, as far as the source knows. */
    int answered() {
        return answered;
    }

    /** Whether it goes on only when the replies that came have been taken. */
    boolean isUrgent() {
        return answered < count;
    }

    boolean hasFailed(int i) {
        return (replyEnds[i] & FAILED) != 0;
    }

    /** Appends the replies to the requests {@code [from, to)} to {@code out}. */
    void copyReplies(int from, int to, ReplyWriter out) {
        long start = from == firstReply ? 0 : replyEnds[from - 1] & ~FAILED;
        long end = replyEnds[to - 1] & ~FAILED;
        out.copy(replies, start, end);
    }

    /** So many replies more have been taken or are not wanted. */
    void taken(int replies) {
        taken += replies;
        if (taken == count) {
            release();
            home.finished(this);
        } else if (taken == answered) {
            this.replies.clear();
            firstReply = taken;
            home.unfinished(this);
        }
    }

    private void release() {
        Arrays.fill(origins, 0, count, null);
        count = 0;
        size = 0;
        large.clear();
        run = 0;
        answered = 0;
        taken = 0;
        firstReply = 0;
        replies.clear();
        if (bytes.length > BYTES_KEPT_MAX) {
            bytes = new byte[1024];
        }
        if (arguments.length > BYTES_KEPT_MAX / 4) {
            arguments = new int[4 * FIRST];
        }
    }
}
