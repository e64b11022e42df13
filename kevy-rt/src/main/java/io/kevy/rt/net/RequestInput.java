package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.LargeBulk;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestParser;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection on their way to requests.
 *
 * <p>What arrives stands in the buffer of the shard; only what has not been run yet, mostly nothing
 * or a piece of a request, is kept here between two readings. A request that is long keeps a parser
 * of its own, so that it is not parsed again from its beginning with every piece. If anything is
 * thrown while requests are run, nothing is kept, here or in what is shared.
 */
final class RequestInput {
    private static final byte[] NO_BYTES = new byte[0];

    /** A piece of a request up to this long is parsed again from its beginning when more comes. */
    private static final int SHORT_BYTES_MAX = 4096;

    /** Bytes of a large argument that are read before others get their turn. */
    private static final int LARGE_BYTES_PER_READ = 1 << 20;

    /** Bytes kept at first for a client that waits. */
    private static final int WAITING_BYTES_AT_FIRST = 1024;

    /** What a taker says to a request. */
    enum Next {
        /** Go on. */
        MORE,
        /** It has been taken, the others later. */
        LATER,
        /** It is to be given again, later. */
        AGAIN,
        /** Nothing that follows is wanted any more. */
        NOTHING
    }

    /** Takes the requests. */
    interface Taker {
        /** These will follow one by one, as far as the answers are {@link Next#MORE}. */
        void foresee(Lookahead requests);

        Next take(Argv request);
    }

    private final InputBuffer shared;
    private byte[] kept = NO_BYTES;
    private int size;
    private @Nullable RequestParser parser;
    private @Nullable Argv argv;

    /** The large argument of a long request that is arriving, outside what is kept. */
    private @Nullable LargeBulk large;

    /** Bytes of large arguments of the request that is arriving. */
    private long largeBytes;

    /** A request with large arguments that is to be given again, and the bytes that are kept of it. */
    private @Nullable Argv waiting;

    private int waitingBytes;

    RequestInput(InputBuffer shared) {
        this.shared = shared;
    }

    /** Bytes kept for the next reading, those of large arguments included. */
    long size() {
        return size + largeBytes;
    }

    /** Forgets everything. */
    void clear() {
        kept = NO_BYTES;
        size = 0;
        forgetLong();
        var again = waiting;
        waiting = null;
        if (again != null) {
            again.clear();
        }
    }

    private void forgetLong() {
        var arriving = large;
        large = null;
        largeBytes = 0;
        if (arriving != null) {
            arriving.release();
        }
        var unfinished = argv;
        parser = null;
        argv = null;
        if (unfinished != null) {
            unfinished.clear();
        }
    }

    /**
     * Reads once from {@code socket} and hands the requests that are complete to {@code taker}.
     *
     * @return the bytes read, 0 for none, -1 at the end of the stream
     * @throws ProtocolException when what follows the requests that were taken is none
     */
    int read(Socket socket, Taker taker) throws IOException, ProtocolException {
        if (large != null) {
            return readLarge(socket);
        }
        if (parser != null) {
            makeRoom(parser.bytesWanted());
            int got = socket.read(kept, size, kept.length - size);
            if (got > 0) {
                size += got;
                takeLong(taker, parser);
            }
            return got;
        }
        byte[] bytes = shared.bytes();
        int before = size;
        if (before >= bytes.length) {
            return goOn(taker) ? 0 : readMore(socket);
        }
        System.arraycopy(kept, 0, bytes, 0, before);
        int got = socket.read(bytes, before, bytes.length - before);
        if (got > 0) {
            takeAll(taker, bytes, before + got);
        }
        return got;
    }

    private int readLarge(Socket socket) throws IOException {
        var arriving = large;
        if (arriving == null) {
            throw new AssertionError("no large argument is arriving");
        }
        var piece = shared.piece();
        int total = 0;
        int got;
        int room;
        do {
            arriving.room(piece);
            room = piece.length();
            got = socket.read(piece.memory(), piece.offset(), room);
            if (got <= 0) {
                return total == 0 ? got : total;
            }
            arriving.filled(got);
            largeBytes += got;
            total += got;
        } while (got == room && arriving.missing() > 0 && total < LARGE_BYTES_PER_READ);
        largeArrived(arriving);
        return total;
    }

    /** The large argument that the parser has come to goes to memory of its own. */
    private void beginLarge(RequestParser own) {
        var arriving = new LargeBulk(shared.chunks(), own.largeBytes());
        int from = own.largeAt();
        int to = Math.min(size, from + own.largeBytes());
        var piece = shared.piece();
        boolean whole = false;
        try {
            for (int at = from; at < to; at += piece.length()) {
                arriving.room(piece);
                int length = Math.min(piece.length(), to - at);
                MemorySegment.copy(
                        kept, at, piece.memory(), ValueLayout.JAVA_BYTE, piece.offset(), length);
                arriving.filled(length);
                piece.over(piece.memory(), piece.offset(), length);
            }
            whole = true;
        } finally {
            if (!whole) {
                arriving.release();
            }
        }
        System.arraycopy(kept, to, kept, from, size - to);
        largeBytes += to - from;
        size -= to - from;
        large = arriving;
        largeArrived(arriving);
    }

    /** Hands a large argument that is complete to the parser. */
    private void largeArrived(LargeBulk arriving) {
        var own = parser;
        var request = argv;
        if (arriving.missing() == 0 && own != null && request != null) {
            own.largeArrived(arriving, request);
            large = null;
        }
    }

    private int readMore(Socket socket) throws IOException {
        makeRoom(WAITING_BYTES_AT_FIRST);
        int got = socket.read(kept, size, kept.length - size);
        size += Math.max(0, got);
        return got;
    }

    /** Hands what is kept to {@code taker}; true if there was something to be taken. */
    boolean goOn(Taker taker) throws ProtocolException {
        if (waiting != null) {
            return giveAgain(taker);
        }
        int before = size;
        if (size > 0) {
            var own = parser;
            if (own == null) {
                takeAll(taker, kept, size);
            } else {
                takeLong(taker, own);
            }
        }
        return size < before;
    }

    /**
     * Reads once from {@code socket} without looking at what comes, while an earlier request waits.
     *
     * @return the bytes read, 0 for none, -1 at the end of the stream
     */
    int readAhead(Socket socket) throws IOException {
        if (large != null || (parser != null && largeBytes > 0)) {
            return 0; // what follows a large argument stays in the socket
        }
        parser = null;
        argv = null;
        return readMore(socket);
    }

    /** Hands over the request with large arguments that was to be given again. */
    private boolean giveAgain(Taker taker) throws ProtocolException {
        var request = waiting;
        int used = waitingBytes;
        if (request == null) {
            throw new AssertionError("no request waits");
        }
        waiting = null;
        boolean whole = false;
        try {
            hand(taker, request, used);
            whole = true;
        } finally {
            shared.parser().reset();
            if (!whole) {
                clear();
            }
        }
        return waiting == null;
    }

    /** Hands a long request over, of which so many bytes are kept, and goes on with what follows it. */
    private void hand(Taker taker, Argv request, int used) throws ProtocolException {
        boolean hasLarge = largeBytes > 0;
        Next next;
        boolean kept = false;
        try {
            next = taker.take(request);
            if (next == Next.AGAIN && hasLarge) {
                waiting = request;
                waitingBytes = used;
                kept = true;
                return;
            }
        } finally {
            if (!kept) {
                request.clear();
            }
        }
        largeBytes = 0;
        switch (next) {
            case MORE -> take(taker, this.kept, used, size);
            case LATER -> keep(this.kept, used, size, 0);
            case AGAIN -> keep(this.kept, 0, size, 0);
            case NOTHING -> clear();
        }
    }

    private void makeRoom(int wanted) {
        if (size == kept.length) {
            long capacity = size + (long) Math.max(wanted, size / 2);
            kept = Arrays.copyOf(kept, (int) Math.min(Integer.MAX_VALUE - 8, capacity));
        }
    }

    private void takeAll(Taker taker, byte[] bytes, int to) throws ProtocolException {
        boolean whole = false;
        try {
            take(taker, bytes, 0, to);
            whole = true;
        } finally {
            shared.parser().reset();
            if (!whole) {
                clear();
            }
        }
    }

    private void takeLong(Taker taker, RequestParser own) throws ProtocolException {
        var request = argv;
        if (request == null) {
            throw new AssertionError("a parser without arguments");
        }
        boolean whole = false;
        try {
            int used = own.parse(kept, 0, size, request);
            if (used > 0) {
                parser = null;
                argv = null;
                hand(taker, request, used);
            } else if (own.largeBytes() > 0) {
                beginLarge(own);
            }
            whole = true;
        } finally {
            shared.parser().reset();
            if (!whole) {
                clear();
            }
        }
    }

    /** Hands the requests of {@code bytes[from, to)} over and keeps the rest. */
    private void take(Taker taker, byte[] bytes, int from, int to) throws ProtocolException {
        var ahead = shared.lookahead();
        int at = from;
        do {
            ahead.fill(shared.parser(), bytes, at, to);
            if (ahead.count() > 1) {
                taker.foresee(ahead);
            }
            for (int i = 0; i < ahead.count(); i++) {
                var next = taker.take(ahead.request(i));
                if (next == Next.AGAIN) {
                    keep(bytes, at, to, 0);
                    return;
                }
                at += ahead.bytes(i);
                if (next == Next.LATER) {
                    keep(bytes, at, to, 0);
                    return;
                }
                if (next == Next.NOTHING) {
                    clear();
                    return;
                }
            }
        } while (ahead.hasMore() && at < to);
        var refusal = ahead.refusal();
        if (refusal != null) {
            throw refusal;
        }
        keep(bytes, at, to, shared.parser().bytesWanted());
    }

    /**
     * Keeps {@code bytes[from, to)} for the next reading, and nothing else.
     *
     * @param wanted what is missing to the next request, 0 if that may be complete
     */
    private void keep(byte[] bytes, int from, int to, int wanted) {
        int left = to - from;
        if (left == 0) {
            kept = NO_BYTES;
            size = 0;
            return;
        }
        boolean isLong = wanted > 0 && left > SHORT_BYTES_MAX;
        var piece = new byte[isLong ? left + wanted : left];
        System.arraycopy(bytes, from, piece, 0, left);
        if (isLong) {
            parser = shared.newParser();
            argv = new Argv();
        }
        kept = piece;
        size = left;
    }
}
