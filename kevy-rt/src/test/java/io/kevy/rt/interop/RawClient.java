package io.kevy.rt.interop;

import io.kevy.resp.ProtocolException;
import io.kevy.resp.ReplyScanner;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A blocking connection that sends bytes and takes replies apart without understanding them. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private byte[] received = new byte[1 << 12];
    private int from;
    private int to;

    private RawClient(SocketChannel channel) {
        this.channel = channel;
    }

    static RawClient connect(SocketAddress address) throws IOException {
        var channel = SocketChannel.open(address);
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return new RawClient(channel);
    }

    static RawClient connect(int port) throws IOException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    void send(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void send(String latin1) throws IOException {
        send(Request.latin1(latin1));
    }

    /**
     * The next whole reply, as it came.
     *
     * @throws EOFException when the connection ends before
     */
    byte[] reply() throws IOException {
        while (true) {
            int end = end();
            if (end >= 0) {
                byte[] reply = Arrays.copyOfRange(received, from, end);
                from = end;
                return reply;
            }
            if (!receive()) {
                throw new EOFException("the connection ended in the middle of a reply: "
                        + Request.shown(rest()));
            }
        }
    }

    /** Reads so many bytes and forgets them. */
    void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0;) {
            if (from == to && !receive()) {
                throw new EOFException("the connection ended " + left + " bytes too early");
            }
            int taken = (int) Math.min(left, to - from);
            from += taken;
            left -= taken;
        }
    }

    /** Sends a request and waits for its reply, in ISO-8859-1. */
    String ask(String... words) throws IOException {
        send(Request.of(words).bytes());
        return new String(reply(), StandardCharsets.ISO_8859_1);
    }

    /** Waits for the other side to close; returns what it sent before, in ISO-8859-1. */
    String untilEnd() throws IOException {
        try {
            while (receive()) {
                // Everything that comes is kept.
            }
        } catch (IOException e) {
            // A reset is an end as well.
            if (e instanceof java.nio.channels.ClosedChannelException) {
                throw e;
            }
        }
        String rest = rest();
        from = to;
        return rest;
    }

    private String rest() {
        return new String(received, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private int end() {
        try {
            return from == to ? -1 : ReplyScanner.end(received, from, to);
        } catch (ProtocolException e) {
            throw new AssertionError("not a reply: " + Request.shown(rest()), e);
        }
    }

    private boolean receive() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == received.length) {
            received = Arrays.copyOfRange(received, from, from + 2 * (to - from) + (1 << 16));
            to -= from;
            from = 0;
        }
        int count = channel.read(ByteBuffer.wrap(received, to, received.length - to));
        if (count < 0) {
            return false;
        }
        to += count;
        return true;
    }

    /** No further requests; replies still come. */
    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
