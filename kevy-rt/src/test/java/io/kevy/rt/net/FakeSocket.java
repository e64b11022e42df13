package io.kevy.rt.net;

import io.kevy.sys.Gathering;
import io.kevy.sys.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A socket without a system: what the peer sent is there, what it takes is bounded. */
final class FakeSocket implements Socket {
    private final InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
    private byte[] incoming = {};
    private boolean ended;
    private boolean closed;
    private boolean reset;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    int room = Integer.MAX_VALUE;
    int writes;

    /** The peer sends. */
    void send(String text) {
        byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
        int before = incoming.length;
        incoming = Arrays.copyOf(incoming, before + more.length);
        System.arraycopy(more, 0, incoming, before, more.length);
    }

    /** The peer closes. */
    void end() {
        ended = true;
    }

    /** The connection breaks. */
    void reset() {
        reset = true;
    }

    boolean isReadable() {
        return incoming.length > 0 || ended || reset;
    }

    boolean isClosed() {
        return closed;
    }

    /** What the peer has received since the last call. */
    String received() {
        String text = taken.toString(StandardCharsets.ISO_8859_1);
        taken.reset();
        return text;
    }

    @Override
    public int read(MemorySegment target, long offset, int length) throws IOException {
        var bytes = new byte[length];
        int count = read(bytes, 0, length);
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, offset, Math.max(count, 0));
        return count;
    }

    @Override
    public int write(MemorySegment source, long offset, int length) throws IOException {
        var bytes = new byte[length];
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return write(bytes, 0, length);
    }

    @Override
    public int write(Gathering pieces) throws IOException {
        int total = 0;
        for (int i = 0; i < pieces.count(); i++) {
            int taken = write(pieces.memory(i), pieces.offset(i), pieces.length(i));
            total += taken;
            if (taken < pieces.length(i)) {
                break;
            }
        }
        return total;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (reset) {
            throw new IOException("read: ECONNRESET");
        }
        if (incoming.length == 0) {
            return ended ? -1 : 0;
        }
        int size = Math.min(length, incoming.length);
        System.arraycopy(incoming, 0, target, offset, size);
        incoming = Arrays.copyOfRange(incoming, size, incoming.length);
        return size;
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        if (reset) {
            throw new IOException("write: EPIPE");
        }
        int size = Math.min(length, room);
        room -= size;
        taken.write(source, offset, size);
        writes++;
        return size;
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public void tcpNoDelay(boolean on) {}

    @Override
    public void keepAlive(int idleSeconds) {}

    @Override
    public SocketAddress remoteAddress() {
        return address;
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
