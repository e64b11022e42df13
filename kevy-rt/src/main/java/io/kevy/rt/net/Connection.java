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
    /** A piece of a request up to this long is parsed again from its beginning when more comes. */
    private static final int SHORT_BYTES_MAX = 4096;

    /** A request that is longer ends its connection. */
    private static final int LONG_BYTES_MAX = 1 << 30;

    private final Clients clients;
    private final Socket socket;
    private final Session session;
    private final ReplyQueue replies = new ReplyQueue();

    private byte[] input = Clients.NO_BYTES;
    private int inputSize;
    private @Nullable RequestParser inputParser;
    private @Nullable Argv inputArgv;

    private byte[] output = Clients.NO_BYTES;
    private int outputFrom;
    private int outputTo;

    private @Nullable Suspension suspension;
    private int interest = Poller.READ;
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
    public int unsentBytes() {
        return outputTo - outputFrom;
    }

    /** Bytes of incomplete requests kept. */
    public int unparsedBytes() {
        return inputSize;
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
        } catch (IOException | OutOfMemoryError e) { // a value the heap has no room for
            clients.batch().discard();
            close();
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
            got = socket.read(input, inputSize, input.length - inputSize);
            if (got > 0) {
                inputSize += got;
                consumeLong();
            }
        }
        if (got < 0) {
            close();
        } else {
            clients.batch().add(this);
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
    private void makeRoom() throws IOException {
        if (inputSize < input.length) {
            return;
        }
        if (inputSize >= LONG_BYTES_MAX) {
            throw new IOException("request over " + LONG_BYTES_MAX + " bytes");
        }
        int wanted = Objects.requireNonNull(inputParser).bytesWanted();
        long capacity = inputSize + (long) Math.max(wanted, inputSize / 2);
        input = Arrays.copyOf(input, (int) Math.min(LONG_BYTES_MAX, capacity));
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
        if (!stalled && !closed && (interest & Poller.READ) == 0) {
            listen(interest | Poller.READ);
        }
    }

    /** Sends the replies {@code bytes[from, to)}, or keeps what the socket does not take. */
    void deliver(byte[] bytes, int from, int to) {
        if (closed) {
            return;
        }
        try {
            int sent = from;
            while (sent < to && outputTo == 0) {
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
        } catch (IOException | OutOfMemoryError e) { // replies the heap has no room for
            close();
        }
    }

    private void keepOutput(byte[] bytes, int from, int to) throws IOException {
        int size = to - from;
        if (output.length - outputTo < size) {
            int unsent = outputTo - outputFrom;
            var grown = new byte[Math.max(Math.addExact(unsent, size), 2 * unsent)];
            System.arraycopy(output, outputFrom, grown, 0, unsent);
            output = grown;
            outputFrom = 0;
            outputTo = unsent;
        }
        System.arraycopy(bytes, from, output, outputTo, size);
        outputTo += size;
        if ((interest & Poller.WRITE) == 0) {
            listen(interest | Poller.WRITE);
        }
    }

    private void send() throws IOException {
        while (outputFrom < outputTo) {
            int sent = socket.write(output, outputFrom, outputTo - outputFrom);
            if (sent == 0) {
                return;
            }
            outputFrom += sent;
        }
        output = Clients.NO_BYTES;
        outputFrom = 0;
        outputTo = 0;
        listen(interest & ~Poller.WRITE);
        closeIfDone();
    }

    /** Closes it when that was asked for and every reply has been sent. */
    void closeIfDone() {
        if (session.isClosing() && outputTo == 0 && replies.isEmpty()) {
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
            output = Clients.NO_BYTES;
            outputFrom = 0;
            outputTo = 0;
        }
    }
}
