package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.ReplyWriter;
import io.kevy.resp.RequestParser;
import io.kevy.rt.command.Session;
import io.kevy.rt.command.Suspension;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: bytes in, requests to the dispatcher, replies out in order.
 *
 * <p>It reads into and writes from buffers of its shard; only an incomplete request and unsent
 * replies are kept here, so an idle connection is small. While it is <em>stalled</em> it takes no
 * further request: an earlier reply must come in first.
 */
public final class Connection implements PollTarget {
    static final String NO_MEMORY = "no memory for its request or the reply";

    private static final System.Logger LOG = System.getLogger("io.kevy");

    /** A piece of a request up to this long is parsed again from its beginning when more comes. */
    private static final int SHORT_BYTES_MAX = 4096;

    private static final long NEVER = Long.MAX_VALUE;

    private final Clients clients;
    private final Socket socket;
    private final Session session;
    private final ReplyQueue replies = new ReplyQueue();

    private byte[] input = Clients.NO_BYTES;
    private int inputSize;
    private @Nullable RequestParser inputParser;
    private @Nullable Argv inputArgv;

    private @Nullable PendingOutput output;
    private long outputOverSinceMillis = NEVER;

    private @Nullable Suspension suspension;
    private int interest = Poller.READ;
    private int batched;
    private boolean stalled;
    private boolean closed;
    private boolean touched;
    int index;

    Connection(Clients clients, Socket socket, Session session) {
        this.clients = clients;
        this.socket = socket;
        this.session = session;
    }

    public Session session() {
        return session;
    }

    /** Replies that are outstanding, in order. */
    public ReplyQueue replies() {
        return replies;
    }

    Socket socket() {
        return socket;
    }

    boolean isStalled() {
        return stalled;
    }

    boolean isClosed() {
        return closed;
    }

    /** Bytes of replies that the socket has not taken yet. */
    private long unsentBytes() {
        return output == null ? 0 : output.bytes();
    }

    /** Marks it for {@link Clients#settle}; returns false when it is marked already. */
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void untouch() {
        touched = false;
    }

    @Override
    public void ready(int bits) throws IOException {
        if (closed) {
            return;
        }
        try {
            if ((bits & Poller.WRITE) != 0) {
                send();
            }
            if ((bits & (Poller.READ | Poller.CLOSED)) != 0 && !closed) {
                if (stalled && (bits & Poller.CLOSED) != 0) {
                    close();
                } else if (stalled) {
                    listen(interest & ~Poller.READ);
                } else {
                    read();
                }
            }
        } catch (IOException e) {
            clients.batch().discard();
            close();
        } catch (OutOfMemoryError e) {
            clients.batch().discard();
            closeFor(NO_MEMORY);
        }
    }

    private void read() throws IOException {
        int got;
        if (inputParser == null) {
            byte[] shared = clients.readBuffer();
            System.arraycopy(input, 0, shared, 0, inputSize);
            got = socket.read(shared, inputSize, shared.length - inputSize);
            if (got > 0) {
                int to = inputSize + got;
                keep(shared, consume(shared, 0, to), to);
            }
        } else {
            makeRoom();
            got = closed ? -1 : socket.read(input, inputSize, input.length - inputSize);
            if (got > 0) {
                inputSize += got;
                consumeLong();
            }
        }
        if (got < 0) {
            endOfInput();
        } else {
            clients.batch().add(this);
        }
    }

    /** The client sends no more; replies that are on their way from other shards it still gets. */
    private void endOfInput() throws IOException {
        if (replies.isEmpty() || closed) {
            close();
        } else {
            session.closeAfterReply();
            listen(interest & ~Poller.READ);
        }
    }

    /** Runs the requests of {@code bytes[from, to)}; returns the position of the first not run. */
    private int consume(byte[] bytes, int from, int to) {
        if (session.isClosing()) {
            return to;
        }
        var ahead = clients.lookahead();
        int at = from;
        do {
            ahead.fill(clients.parser(), bytes, at, to);
            if (ahead.count() > 1) {
                clients.requests().foresee(this, ahead);
            }
            for (int i = 0; i < ahead.count(); i++) {
                if (!run(ahead.request(i))) {
                    return at;
                }
                at += ahead.bytes(i);
                if (stalled || closed) {
                    return at;
                }
                if (session.isClosing()) {
                    return to;
                }
            }
        } while (ahead.hasMore() && at < to);
        var refusal = ahead.refusal();
        if (refusal != null) {
            refuse(refusal);
            return to;
        }
        return at;
    }

    /** Goes on with a long request, the only kind to keep a parser from one reading to the next. */
    private void consumeLong() {
        var parser = Objects.requireNonNull(inputParser);
        var argv = Objects.requireNonNull(inputArgv);
        int at = 0;
        try {
            int used = parser.parse(input, 0, inputSize, argv);
            if (used == 0) {
                return;
            }
            at = run(argv) ? used : 0;
        } catch (ProtocolException e) {
            refuse(e);
        }
        inputParser = null;
        inputArgv = null;
        keepFrom(stalled || closed ? at : consume(input, at, inputSize));
    }

    /** Runs a request; false when it has to be given again. */
    private boolean run(Argv argv) {
        if (argv.count() > 0
                && !clients.requests().request(this, argv, clients.batch().out())) {
            stall();
            return false;
        }
        clients.batch().addIfLarge(this);
        return true;
    }

    private void refuse(ProtocolException e) {
        var out = clients.batch().out();
        int before = out.size();
        out.error("ERR " + e.getMessage());
        if (!replies.isEmpty()) {
            replies.defer(out, before);
        }
        session.closeAfterReply();
    }

    /** Keeps {@code bytes[from, to)} for the next reading, and nothing else. */
    private void keep(byte[] bytes, int from, int to) {
        int size = closed ? 0 : to - from;
        int capacity = size;
        if (size > SHORT_BYTES_MAX && !stalled) {
            capacity += clients.parser().bytesWanted();
            inputParser = clients.newParser();
            inputArgv = new Argv();
        }
        clients.parser().reset();
        var kept = capacity == 0 ? Clients.NO_BYTES : new byte[capacity];
        System.arraycopy(bytes, from, kept, 0, size);
        input = kept;
        inputSize = size;
    }

    /** Keeps what is kept from this position on. */
    private void keepFrom(int at) {
        if (stalled && at < inputSize) {
            clients.parser().reset();
            inputSize -= at;
            System.arraycopy(input, at, input, 0, inputSize);
        } else {
            keep(input, at, inputSize);
        }
    }

    /** Makes room for the rest of a long request, as far as it is worth what has come of it. */
    private void makeRoom() {
        if (inputSize < input.length) {
            return;
        }
        long bytesMax = clients.limits().inputBytesMax();
        if (inputSize >= bytesMax) {
            closeFor("a request of more than " + bytesMax + " bytes");
            return;
        }
        int wanted = Objects.requireNonNull(inputParser).bytesWanted();
        long capacity = inputSize + (long) Math.max(wanted, inputSize / 2);
        input = Arrays.copyOf(input, (int) Math.min(bytesMax, capacity));
    }

    private void stall() {
        stalled = true;
        clients.stalled(this);
    }

    /** Waits for {@code suspension} before it takes another request. */
    public void suspend(Suspension suspension) {
        this.suspension = suspension;
        stall();
    }

    /** Whether a stalled connection can go on. */
    boolean mayResume(long nowMillis, ReplyWriter out) {
        if (closed) {
            return true;
        }
        var waiting = suspension;
        if (waiting == null) {
            return replies.isEmpty();
        }
        if (!replies.isEmpty() || !waiting.ready(nowMillis, out)) {
            return false;
        }
        suspension = null;
        return true;
    }

    /** Goes on after a stall; its reply, if any, has been written. */
    void resume() throws IOException {
        stalled = false;
        if (closed) {
            return;
        }
        if (inputSize > 0) {
            keepFrom(consume(input, 0, inputSize));
        }
        clients.batch().add(this);
        if (!stalled && !closed && !session.isClosing() && (interest & Poller.READ) == 0) {
            listen(interest | Poller.READ);
        }
    }

    /** Replies of this connection wait in the batch; {@link #deliver} follows. */
    void batched() {
        batched++;
    }

    /** Sends the replies {@code bytes[from, to)}, or keeps what the socket does not take. */
    void deliver(byte[] bytes, int from, int to) {
        batched--;
        if (closed) {
            return;
        }
        try {
            int sent = from;
            while (sent < to && output == null) {
                int more = socket.write(bytes, sent, to - sent);
                if (more == 0) {
                    break;
                }
                sent += more;
            }
            if (sent < to) {
                keepOutput(bytes, sent, to);
            }
            closeIfDone();
        } catch (IOException e) {
            close();
        } catch (OutOfMemoryError e) {
            closeFor(NO_MEMORY);
        }
    }

    private void keepOutput(byte[] bytes, int from, int to) throws IOException {
        var pending = output;
        if (pending == null) {
            pending = new PendingOutput();
            output = pending;
            listen(interest | Poller.WRITE);
        }
        pending.add(bytes, from, to);
        outputChanged();
        checkOutput();
    }

    private void send() throws IOException {
        var pending = output;
        if (pending == null) {
            return;
        }
        pending.send(socket);
        if (pending.bytes() == 0) {
            output = null;
            listen(interest & ~Poller.WRITE);
        }
        outputChanged();
        closeIfDone();
    }

    private void outputChanged() {
        long unsent = unsentBytes();
        clients.unsent(unsent - session.unsentBytes());
        session.unsentBytes(unsent);
    }

    /** Closes it when its peer leaves more replies unread than it may. */
    void checkOutput() {
        var limit = clients.limits().outputLimit();
        long unsent = unsentBytes();
        if (limit.hardBytes() > 0 && unsent > limit.hardBytes()) {
            closeFor(unsent + " bytes of replies are unread");
        } else if (clients.isUnsentOverLimit() && unsent > 0) {
            closeFor(unsent + " bytes of replies are unread, and the heap has no room for more");
        } else if (limit.softBytes() == 0 || unsent <= limit.softBytes()) {
            outputOverSinceMillis = NEVER;
        } else if (outputOverSinceMillis == NEVER) {
            outputOverSinceMillis = clients.nowMillis();
        } else if (clients.nowMillis() - outputOverSinceMillis > limit.softSeconds() * 1000L) {
            closeFor(unsent + " bytes of replies have been unread for too long");
        }
    }

    void closeFor(String reason) {
        LOG.log(
                Level.WARNING,
                "client {0} at {1} is closed: {2}",
                String.valueOf(session.id()),
                session.remoteAddress(),
                reason);
        close();
    }

    /** Closes it when that was asked for and every reply has been sent. */
    void closeIfDone() {
        if (session.isClosing() && batched == 0 && output == null && replies.isEmpty()) {
            close();
        }
    }

    private void listen(int bits) throws IOException {
        if (bits != interest) {
            interest = bits;
            clients.poller().interest(socket, bits);
        }
    }

    /** Closes the socket and forgets the connection. Idempotent. */
    public void close() {
        if (!closed) {
            closed = true;
            clients.forget(this);
            socket.close();
            input = Clients.NO_BYTES;
            inputSize = 0;
            clients.unsent(-session.unsentBytes());
            session.unsentBytes(0);
            output = null;
        }
    }
}
