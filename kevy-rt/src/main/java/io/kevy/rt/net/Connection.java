package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Awaited;
import io.kevy.rt.command.Outlet;
import io.kevy.rt.command.Session;
import io.kevy.sys.Clock;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client's connection: its life, and what joins its input, its requests and its replies.
 *
 * <p>It takes requests one after the other until one makes it <em>pause</em>: until earlier replies
 * have come, until there is room to forward one more, or until what a client waits for has happened.
 * A connection that waits for an event goes on reading, so that a client that leaves is gone at
 * once. On its shard's thread, but for the {@link Outlet}.
 */
final class Connection implements PollTarget, RequestInput.Taker, Outlet {
    static final String NO_MEMORY = "no memory for its request or the reply";

    private static final System.Logger LOG = System.getLogger("io.kevy");

    /** What a waiting client may send ahead before the rest stays in its socket. */
    private static final int AHEAD_BYTES_MAX = 256 * 1024;

    /** Finished replies that may wait for earlier ones before no more requests are taken. */
    private static final long HELD_BYTES_MAX = 256 * 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More than a century, and yet no overflow in nanoseconds. */
    private static final long TIMEOUT_MILLIS_MAX = 1L << 42;

    /** What the connections of a shard work with. */
    record Parts(
            Poller poller,
            Clock clock,
            Executor mailbox,
            TurnTime time,
            Clients.Limits limits,
            Requests requests,
            InputBuffer input,
            ReplyBatch batch,
            ReplyPool replies,
            ReplyOutput.Total unread,
            Registry registry) {}

    /** Knows all connections of a shard. */
    interface Registry {
        /** {@code connection} is closed. */
        void closed(Connection connection);

        /** Calls {@link #settle} at the end of the turn. */
        void settleLater(Connection connection);

        /** Calls {@link #resume} when requests can be forwarded again. */
        void resumeLater(Connection connection);
    }

    /** Why no request is taken at the moment. */
    private enum Pause {
        NONE,
        EARLIER_REPLIES,
        ROOM,
        EVENT
    }

    private final Parts parts;
    private final Socket socket;
    private final Session session;
    private final RequestInput input;
    private final ReplyQueue replies;
    private final ReplyOutput output;
    private final AtomicBoolean stirred = new AtomicBoolean();

    private Pause pause = Pause.NONE;
    private int interest = Poller.READ;
    private int batched;
    private long activeNanos;
    private boolean closed;
    private boolean settling;
    int index;

    Connection(Parts parts, Socket socket, Session session) {
        this.parts = parts;
        this.socket = socket;
        this.session = session;
        this.input = new RequestInput(parts.input());
        this.replies = new ReplyQueue(parts.replies());
        this.output = new ReplyOutput(parts.unread());
        this.activeNanos = parts.time().nowNanos();
        session.outlet(this);
    }

    Session session() {
        return session;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether its client waits for an event; such a client is never idle. */
    boolean isWaiting() {
        return pause == Pause.EVENT;
    }

    /** When it last sent or took anything, by the monotonic clock. */
    long activeNanos() {
        return activeNanos;
    }

    @Override
    public void ready(int bits) {
        if (closed) {
            return;
        }
        try {
            if ((bits & Poller.WRITE) != 0) {
                flush();
            }
            if ((bits & (Poller.READ | Poller.CLOSED)) != 0 && !closed) {
                read((bits & Poller.CLOSED) != 0);
            }
        } catch (IOException e) {
            drop();
        } catch (OutOfMemoryError e) {
            dropFor(NO_MEMORY);
        }
    }

    private void read(boolean failed) throws IOException {
        switch (pause) {
            case NONE -> readRequests();
            case EVENT -> readAhead();
            case EARLIER_REPLIES, ROOM -> {
                if (failed) {
                    close();
                } else {
                    listen(interest & ~Poller.READ);
                }
            }
        }
    }

    private void readRequests() throws IOException {
        if (session.isClosing()) {
            listen(interest & ~Poller.READ);
            return;
        }
        long bytesMax = parts.limits().inputBytesMax();
        if (input.size() >= bytesMax) {
            dropFor("a request of more than " + bytesMax + " bytes");
            return;
        }
        int got = 0;
        try {
            got = input.read(socket, this);
        } catch (ProtocolException e) {
            refuse(e);
        }
        if (got > 0) {
            activeNanos = parts.time().nowNanos();
        }
        if (got < 0) {
            endOfInput();
        } else {
            finish();
        }
    }

    /** Sees whether a waiting client is still there, and keeps what it sends for later. */
    private void readAhead() throws IOException {
        int got = input.readAhead(socket);
        if (got < 0) {
            close();
        } else if (input.size() >= AHEAD_BYTES_MAX) {
            listen(interest & ~Poller.READ);
        }
    }

    /** The client sends no more; replies that are on their way from other shards it still gets. */
    private void endOfInput() throws IOException {
        if (replies.isEmpty()) {
            close();
        } else {
            session.closeAfterReply();
            listen(interest & ~Poller.READ);
        }
    }

    @Override
    public void foresee(Lookahead requests) {
        parts.requests().foresee(session, requests);
    }

    @Override
    public RequestInput.Next take(Argv request) {
        if (session.isClosing()) {
            return RequestInput.Next.NOTHING;
        }
        if (request.count() == 0) {
            return RequestInput.Next.MORE;
        }
        var out = parts.batch().out();
        var outcome = parts.requests().request(session, request, out, !replies.isEmpty());
        if (outcome == Outcome.Plain.ANSWERED) {
            return answered();
        }
        return switch (outcome) {
            case ForwardBatch forwarded -> {
                forwarded(forwarded);
                yield RequestInput.Next.MORE;
            }
            case Outcome.Waits waits -> await(waits.awaited());
            case Outcome.Plain plain ->
                switch (plain) {
                    case ANSWERED -> RequestInput.Next.MORE;
                    case EARLIER_FIRST -> pause(Pause.EARLIER_REPLIES);
                    case NO_ROOM -> {
                        parts.registry().resumeLater(this);
                        yield pause(Pause.ROOM);
                    }
                    case CUT_OFF -> {
                        close();
                        yield RequestInput.Next.NOTHING;
                    }
                };
        };
    }

    private RequestInput.Next answered() {
        if (!replies.isEmpty()) {
            holdReplies();
            if (replies.heldBytes() > HELD_BYTES_MAX) {
                pause = Pause.EARLIER_REPLIES;
                return RequestInput.Next.LATER;
            }
        } else {
            parts.batch().addIfLarge(this);
        }
        return closed || session.isClosing() ? RequestInput.Next.NOTHING : RequestInput.Next.MORE;
    }

    private RequestInput.Next pause(Pause pause) {
        this.pause = pause;
        return RequestInput.Next.AGAIN;
    }

    /** Replies that were made in this reading leave together with those that will come. */
    private void holdReplies() {
        replies.hold(parts.batch().out(), parts.batch().end(), parts.time().number());
    }

    private void forwarded(ForwardBatch batch) {
        int at = batch.claim(this);
        holdReplies();
        replies.forwarded(batch, at, parts.time().number());
    }

    private RequestInput.Next await(Awaited awaited) {
        long timeoutMillis = Math.min(awaited.timeoutMillis(), TIMEOUT_MILLIS_MAX);
        long deadline = parts.clock().nanoTime() + timeoutMillis * NANOS_PER_MILLI;
        var waiting = new Awaiting(this, awaited, deadline);
        if (waiting.timesOut()) {
            parts.replies().deadlines().add(waiting);
        }
        replies.await(waiting, parts.time().number());
        pause = Pause.EVENT;
        awaited.begin(this);
        settleLater(); // what is waited for may have come before anybody was told to stir
        return RequestInput.Next.LATER;
    }

    private void refuse(ProtocolException e) {
        parts.batch().out().error("ERR " + e.getMessage());
        if (!replies.isEmpty()) {
            holdReplies();
        }
        session.closeAfterReply();
    }

    /** Requests have been taken: the replies that are there leave with the others of this turn. */
    private void finish() throws IOException {
        parts.batch().add(this);
        if (!session.isClosing() && (pause == Pause.NONE || pause == Pause.EVENT)) {
            listen(interest | Poller.READ);
        }
    }

    /** Has {@link #settle} called at the end of the turn. */
    void settleLater() {
        if (!settling) {
            settling = true;
            parts.registry().settleLater(this);
        }
    }

    /** Replies may have come: those whose turn it is leave, and requests are taken again. */
    void settle() {
        settling = false;
        if (closed) {
            replies.drop();
            return;
        }
        try {
            var out = parts.batch().out();
            out.protocol(session.protocol());
            boolean whole = replies.drain(out);
            parts.batch().add(this);
            if (!whole) {
                dropFor(NO_MEMORY);
            } else if (replies.isEmpty()
                    && (pause == Pause.EARLIER_REPLIES || pause == Pause.EVENT)) {
                resume();
            }
        } catch (OutOfMemoryError e) {
            dropFor(NO_MEMORY);
        }
    }

    /** Takes requests again after a pause. */
    void resume() {
        if (closed || pause == Pause.NONE) {
            return;
        }
        pause = Pause.NONE;
        if (session.isClosing()) {
            input.clear();
        }
        try {
            try {
                input.goOn(this);
            } catch (ProtocolException e) {
                refuse(e);
            }
            finish();
        } catch (IOException e) {
            drop();
        } catch (OutOfMemoryError e) {
            dropFor(NO_MEMORY);
        }
    }

    /** Replies of this connection wait in the batch; {@link #deliver} follows. */
    void batched() {
        batched++;
    }

    /** Sends the replies between two positions, or keeps a copy of what the socket does not take. */
    void deliver(ReplyWriter replies, long from, long to) {
        batched--;
        if (!closed) {
            send(replies, from, to, false);
        }
    }

    /** Sends replies that are this connection's from now on, with all they stand in. */
    void deliver(ReplyWriter own) {
        if (closed) {
            own.release();
        } else {
            send(own, 0, 0, true);
        }
    }

    private void send(ReplyWriter replies, long from, long to, boolean own) {
        try {
            if (own) {
                output.write(socket, replies);
            } else {
                output.write(socket, replies, from, to);
            }
            sent();
            checkOutput();
            closeIfDone();
        } catch (IOException e) {
            close();
        } catch (OutOfMemoryError e) {
            closeFor(NO_MEMORY);
        }
    }

    private void flush() throws IOException {
        output.flush(socket);
        activeNanos = parts.time().nowNanos();
        sent();
        closeIfDone();
    }

    private void sent() throws IOException {
        long unread = output.bytes();
        if (unread != session.unsentBytes()) {
            session.unsentBytes(unread);
        }
        listen(unread == 0 ? interest & ~Poller.WRITE : interest | Poller.WRITE);
    }

    /** Closes it when its peer leaves more replies unread than it may. */
    void checkOutput() {
        if (output.bytes() > 0) {
            var reason = output.excess(parts.limits(), parts.time().nowNanos());
            if (reason != null) {
                closeFor(reason);
            }
        }
    }

    /** Closes it when that was asked for and every reply has been sent. */
    void closeIfDone() {
        if (session.isClosing() && batched == 0 && output.bytes() == 0 && replies.isEmpty()) {
            close();
        }
    }

    private void listen(int bits) throws IOException {
        if (bits != interest && !closed) {
            interest = bits;
            parts.poller().interest(socket, bits);
        }
    }

    @Override
    public void stir() {
        if (!stirred.get() && stirred.compareAndSet(false, true)) {
            parts.mailbox().execute(this::stirredNow);
        }
    }

    private void stirredNow() {
        stirred.set(false);
        if (!closed && pause == Pause.EVENT) {
            settleLater();
        }
    }

    @Override
    public void push(byte[] message) {
        parts.mailbox().execute(() -> pushNow(message));
    }

    private void pushNow(byte[] message) {
        if (closed) {
            return;
        }
        try {
            parts.batch().out().raw(message, 0, message.length);
            if (replies.isEmpty() || pause == Pause.EVENT) {
                parts.batch().add(this);
            } else {
                holdReplies();
            }
        } catch (OutOfMemoryError e) {
            dropFor(NO_MEMORY);
        }
    }

    @Override
    public void close(String reason) {
        parts.mailbox().execute(() -> {
            if (!closed) {
                closeFor(reason);
            }
        });
    }

    /** Closes it and forgets the replies it was about to get. */
    private void drop() {
        parts.batch().discard();
        close();
    }

    private void dropFor(String reason) {
        parts.batch().discard();
        closeFor(reason);
    }

    private void closeFor(String reason) {
        LOG.log(
                Level.WARNING,
                "client {0} at {1} is closed: {2}",
                String.valueOf(session.id()),
                session.remoteAddress(),
                reason);
        close();
    }

    /** Closes the socket and forgets the connection. Idempotent. */
    void close() {
        if (!closed) {
            closed = true;
            socket.close();
            input.clear();
            output.clear();
            session.unsentBytes(0);
            replies.drop();
            parts.registry().closed(this);
        }
    }
}
