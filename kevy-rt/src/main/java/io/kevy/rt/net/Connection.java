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
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: bytes in, requests to the dispatcher, replies out in order.
 *
 * <p>It reads into and writes from buffers of its shard; only an incomplete request and unsent
 * replies are kept here, so an idle connection is small. While it is <em>stalled</em> it takes no
 * further request: an earlier reply must come in first.
 */
public final class Connection implements PollTarget {
    private static final int PENDING_BYTES_MIN = 1024;
    private static final int PENDING_BYTES_MAX = 1 << 30;

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
            close();
        }
    }

    private void read() throws IOException {
        ReplyWriter out = clients.out();
        out.clear();
        int got;
        if (inputSize == 0) {
            byte[] shared = clients.readBuffer();
            got = socket.read(shared, 0, shared.length);
            if (got > 0) {
                int used = consume(clients.parser(), clients.argv(), shared, got, out);
                if (used < got && !closed) {
                    keep(shared, used, got);
                }
            }
        } else {
            makeRoom();
            got = socket.read(input, inputSize, input.length - inputSize);
            if (got > 0) {
                inputSize += got;
                consumeInput(out);
            }
        }
        if (got < 0) {
            close();
        } else {
            flush(out);
        }
    }

    /** Takes requests from what is kept; used again after a stall. */
    private void consumeInput(ReplyWriter out) {
        var parser = inputParser;
        var argv = inputArgv;
        if (parser == null || argv == null) {
            parser = clients.newParser();
            argv = new Argv();
            inputParser = parser;
            inputArgv = argv;
        }
        int used = consume(parser, argv, input, inputSize, out);
        if (used == inputSize) {
            input = Clients.NO_BYTES;
            inputSize = 0;
            inputParser = null;
            inputArgv = null;
        } else if (used > 0) {
            System.arraycopy(input, used, input, 0, inputSize - used);
            inputSize -= used;
        }
    }

    /** Runs requests from {@code bytes[0, to)}; returns how many bytes are done with. */
    private int consume(RequestParser parser, Argv argv, byte[] bytes, int to, ReplyWriter out) {
        int at = 0;
        try {
            while (at < to && !stalled && !closed && !session.isClosing()) {
                int used = parser.parse(bytes, at, to, argv);
                if (used == 0) {
                    return at;
                }
                if (argv.count() > 0 && !clients.requests().request(this, argv, out)) {
                    stall();
                    return at;
                }
                at += used;
            }
        } catch (ProtocolException e) {
            int before = out.size();
            out.error("ERR " + e.getMessage());
            if (!replies.isEmpty()) {
                replies.defer(out, before);
            }
            session.closeAfterReply();
            parser.reset();
        }
        return session.isClosing() ? to : at;
    }

    private void keep(byte[] bytes, int from, int to) {
        int size = to - from;
        int wanted = Math.min(clients.parser().bytesWanted(), 64 * 1024);
        input = new byte[Math.max(PENDING_BYTES_MIN, size + wanted)];
        System.arraycopy(bytes, from, input, 0, size);
        inputSize = size;
        clients.parser().reset();
    }

    private void makeRoom() throws IOException {
        if (input.length - inputSize >= PENDING_BYTES_MIN / 2) {
            return;
        }
        if (inputSize >= PENDING_BYTES_MAX) {
            throw new IOException("request over " + PENDING_BYTES_MAX + " bytes");
        }
        int capacity = (int) Math.min(PENDING_BYTES_MAX + 1024L, 2L * input.length);
        input = Arrays.copyOf(input, capacity);
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

    /** Goes on after a stall, with what {@code out} holds already. */
    void resume(ReplyWriter out) throws IOException {
        stalled = false;
        if (closed) {
            return;
        }
        if (inputSize > 0) {
            if (inputParser != null) {
                inputParser.reset();
            }
            consumeInput(out);
        }
        flush(out);
        if (!stalled && !closed && (interest & Poller.READ) == 0) {
            listen(interest | Poller.READ);
        }
    }

    /** Sends what {@code out} holds, or keeps what the socket does not take. */
    void flush(ReplyWriter out) throws IOException {
        if (closed) {
            return;
        }
        int size = out.size();
        if (size > 0) {
            int sent = 0;
            if (outputTo == 0) {
                sent = socket.write(out.array(), 0, size);
                while (sent < size) {
                    int more = socket.write(out.array(), sent, size - sent);
                    if (more == 0) {
                        break;
                    }
                    sent += more;
                }
            }
            if (sent < size) {
                keepOutput(out.array(), sent, size);
            }
            out.clear();
            out.shrink(Clients.OUT_BYTES_KEPT);
        }
        closeIfDone();
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

    private void closeIfDone() {
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
