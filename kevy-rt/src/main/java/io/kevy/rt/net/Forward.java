package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Command;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to the shard that owns its keys, and its reply on the way back.
 *
 * <p>Owned by one thread at a time: source, then target, then source again; handed over through
 * rings. Reused.
 */
public final class Forward {
    private static final int KEPT_BYTES_MAX = 16 * 1024;

    private final Argv argv = new Argv();
    private final ReplyWriter reply = new ReplyWriter(64);
    private byte[] bytes = new byte[256];
    private @Nullable Command command;
    private @Nullable Connection connection;
    private int db;
    private boolean done;

    /** Fills in a copy of a request. */
    public void fill(Connection connection, Command command, Argv request, int db, int protocol) {
        this.connection = connection;
        this.command = command;
        this.db = db;
        done = false;
        reply.clear();
        reply.protocol(protocol);
        int size = 0;
        for (int i = 0; i < request.count(); i++) {
            size = Math.addExact(size, request.length(i));
        }
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, 2 * bytes.length)];
        }
        argv.clear(bytes);
        int at = 0;
        for (int i = 0; i < request.count(); i++) {
            int length = request.length(i);
            System.arraycopy(request.bytes(), request.offset(i), bytes, at, length);
            argv.add(at, length);
            at += length;
        }
    }

    public Command command() {
        var row = command;
        if (row == null) {
            throw new AssertionError("an empty forward was sent");
        }
        return row;
    }

    public Argv argv() {
        return argv;
    }

    public int db() {
        return db;
    }

    public ReplyWriter reply() {
        return reply;
    }

    /** The connection that waits for the reply. */
    public Connection connection() {
        var origin = connection;
        if (origin == null) {
            throw new AssertionError("an empty forward came back");
        }
        return origin;
    }

    /** The reply is complete and back at the source. */
    public void complete() {
        done = true;
    }

    boolean isDone() {
        return done;
    }

    /** Forgets the request so that the object can be used again. */
    void release() {
        command = null;
        connection = null;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = Arrays.copyOf(bytes, 256);
        }
        reply.clear();
        reply.shrink(KEPT_BYTES_MAX);
    }
}
