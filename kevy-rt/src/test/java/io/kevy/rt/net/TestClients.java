package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.resp.ReplyWriter;
import io.kevy.resp.RequestLimits;
import io.kevy.rt.command.Awaited;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Session;
import io.kevy.rt.config.OutputLimit;
import io.kevy.rt.dispatch.CommandSet;
import io.kevy.sys.Clock;
import io.kevy.sys.Listener;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a shard without a shard: sockets, poller and time belong to the test, requests are
 * answered here.
 *
 * <p>{@code ECHO x} answers x, {@code FAR x} is forwarded, {@code WAIT} waits for {@link #awaited},
 * {@code AFTER} comes after all earlier replies, {@code CUT} is cut off, {@code QUIT} closes after
 * the reply, {@code HEAP} finds no memory.
 */
final class TestClients implements Requests, Clients.Limits, ForwardBatch.Home, Listener {
    final FakePoller poller = new FakePoller();
    final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
    final List<ForwardBatch> sent = new ArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final Clients clients;
    int foreseen;
    int clientsMax = 10_000;
    int idleSeconds;
    long nowNanos = 1_000_000_000;
    boolean room = true;
    @Nullable Awaited awaited;
    OutputLimit outputLimit = new OutputLimit(0, 0, 0);
    private final Command row = row("GET");
    private @Nullable ForwardBatch filling;
    private @Nullable FakeSocket coming;

    /** A client's end. */
    final class Client {
        final FakeSocket socket = new FakeSocket();

        Connection connection() {
            return (Connection) poller.target(socket);
        }

        /** Sends and lets the shard read and settle; what comes back at once. */
        String ask(String lines) throws IOException {
            socket.send(lines);
            ready();
            turn();
            return socket.received();
        }

        /** The shard hears of the socket as far as it listens. */
        void ready() throws IOException {
            if ((poller.interestIn(socket) & Poller.READ) != 0 && socket.isReadable()) {
                poller.target(socket).ready(Poller.READ);
            }
        }
    }

    TestClients() {
        var shared = new Clients.Shared(new AtomicLong(), open, this, ChunkSource.ofArenas());
        var clock =
                new Clock() {
                    @Override
                    public long nanoTime() {
                        return nowNanos;
                    }

                    @Override
                    public long unixMillis() {
                        return 0;
                    }
                };
        clients =
                new Clients(
                        new Clients.Parts(
                                0,
                                poller,
                                clock,
                                mailbox::addLast,
                                shared,
                                RequestLimits.redis(),
                                this,
                                () -> room));
        clients.turn(0, nowNanos);
        try {
            clients.listen(this);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Command row(String name) {
        var argv = new Argv();
        argv.clear(name.getBytes(StandardCharsets.US_ASCII));
        argv.add(0, name.length());
        var row = CommandSet.table().find(argv);
        if (row == null) {
            throw new AssertionError("no such command: " + name);
        }
        return row;
    }

    Client connect() {
        var client = new Client();
        coming = client.socket;
        try {
            poller.target(this).ready(Poller.READ);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return client;
    }

    /** Ends a turn and begins another. */
    void turn() {
        clients.settle();
        Runnable task;
        while ((task = mailbox.pollFirst()) != null) {
            task.run();
        }
        clients.settle();
        var batch = filling;
        if (batch != null) {
            sent.add(batch);
            filling = null;
        }
        clients.turn(0, nowNanos);
        clients.settle();
    }

    /** The other shard answers {@code replies} of the requests of a batch. */
    void answer(ForwardBatch batch, int replies) {
        var argv = new Argv();
        for (int i = 0; i < replies; i++) {
            int at = batch.firstToRun();
            batch.arguments(at, argv);
            var out = batch.replyTo(at);
            if (argv.text(1).equals("heap")) {
                batch.failed();
            } else {
                out.bulk(argv.text(1));
                batch.replied();
            }
        }
        clients.completed(batch);
    }

    @Override
    public Outcome request(Session session, Argv argv, ReplyWriter out, boolean waiting) {
        switch (argv.text(0)) {
            case "ECHO" -> out.bulk(argv.text(1));
            case "FAR" -> {
                if (!room) {
                    return Outcome.Plain.NO_ROOM;
                }
                var batch = filling;
                if (batch == null) {
                    batch = new ForwardBatch(this, ChunkSource.ofArenas());
                    batch.begin(1);
                    filling = batch;
                }
                batch.add(row, argv, 3, 2);
                return batch;
            }
            case "WAIT" -> {
                var what = awaited;
                if (what != null) {
                    return new Outcome.Waits(what);
                }
            }
            case "AFTER" -> {
                if (waiting) {
                    return Outcome.Plain.EARLIER_FIRST;
                }
                out.simple("AFTER");
            }
            case "CUT" -> {
                return Outcome.Plain.CUT_OFF;
            }
            case "QUIT" -> {
                out.simple("OK");
                session.closeAfterReply();
            }
            case "HEAP" -> throw new OutOfMemoryError("of the test");
            default -> out.error("ERR what?");
        }
        return Outcome.Plain.ANSWERED;
    }

    @Override
    public void foresee(Session session, Lookahead requests) {
        foreseen += requests.count();
    }

    @Override
    public void closed(Session session) {}

    @Override
    public void finished(ForwardBatch batch) {
        sent.remove(batch);
    }

    @Override
    public void unfinished(ForwardBatch batch) {
        sent.remove(batch);
        sent.add(batch);
    }

    @Override
    public int clientsMax() {
        return clientsMax;
    }

    @Override
    public int keepAliveSeconds() {
        return 0;
    }

    @Override
    public int idleSecondsMax() {
        return idleSeconds;
    }

    @Override
    public long inputBytesMax() {
        return 1 << 20;
    }

    @Override
    public long unsentBytesMax() {
        return 1 << 30;
    }

    @Override
    public OutputLimit outputLimit() {
        return outputLimit;
    }

    @Override
    public @Nullable Socket accept() {
        var next = coming;
        coming = null;
        return next;
    }

    @Override
    public SocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
