package io.kevy.rt.net;

import io.kevy.sys.Socket;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Replies that a socket has not taken yet, in pieces: what is added is copied once, however much
 * there is already.
 */
final class PendingOutput {
    private static final int PIECE_BYTES_MIN = 16 * 1024;
    private static final int PIECE_BYTES_MAX = 1 << 20;

    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>(4);
    private int firstFrom;
    private int lastTo;
    private long bytes;

    long bytes() {
        return bytes;
    }

    void add(byte[] source, int from, int to) {
        int at = from;
        while (at < to) {
            byte[] last = pieces.peekLast();
            if (last == null || lastTo == last.length) {
                last = new byte[Math.clamp(to - at, PIECE_BYTES_MIN, PIECE_BYTES_MAX)];
                pieces.addLast(last);
                lastTo = 0;
            }
            int size = Math.min(to - at, last.length - lastTo);
            System.arraycopy(source, at, last, lastTo, size);
            lastTo += size;
            at += size;
            bytes += size;
        }
    }

    /** Hands over as much as {@code socket} takes. */
    void send(Socket socket) throws IOException {
        byte[] first;
        while ((first = pieces.peekFirst()) != null) {
            int to = pieces.size() == 1 ? lastTo : first.length;
            int sent = socket.write(first, firstFrom, to - firstFrom);
            firstFrom += sent;
            bytes -= sent;
            if (firstFrom < to) {
                return;
            }
            pieces.removeFirst();
            firstFrom = 0;
        }
    }
}
