package io.kevy.sys;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** A stream socket by a non-blocking {@code SocketChannel}. */
final class NioSocket extends NioPollable implements Socket {
    private final SocketChannel channel;
    private final SocketAddress remote;
    private @Nullable SocketAddress local;
    private boolean connecting;
    /** How a connection attempt ended; the channel tells it only once. */
    private @Nullable IOException connectFailure;

    NioSocket(SocketChannel channel, SocketAddress remote, boolean connecting) {
        super("socket", channel);
        this.channel = channel;
        this.remote = remote;
        this.connecting = connecting;
    }

    @Override
    int operations(int interest) {
        if (connecting) {
            return interest == 0 ? 0 : SelectionKey.OP_CONNECT;
        }
        return ((interest & Poller.READ) != 0 ? SelectionKey.OP_READ : 0)
                | ((interest & Poller.WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
    }

    /**
     * Who waits for WRITE finishes the connection attempt himself. For anybody else it is done here,
     * because a channel tells of no bytes to read before that.
     */
    @Override
    int ready(int operations, int interest) {
        if (!connecting) {
            return ((operations & SelectionKey.OP_READ) != 0 ? Poller.READ : 0)
                    | ((operations & SelectionKey.OP_WRITE) != 0 ? Poller.WRITE : 0);
        }
        if ((interest & Poller.WRITE) != 0) {
            return Poller.WRITE;
        }
        try {
            finishConnect();
            return 0;
        } catch (IOException e) {
            return Poller.READ | Poller.CLOSED; // and the read throws it again
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return read(ByteBuffer.wrap(target, offset, Math.min(length, TRANSFER_BYTES_MAX)));
    }

    @Override
    public int read(MemorySegment target, long offset, int length) throws IOException {
        NativeMemory.check(target, offset, length);
        int wanted = Math.min(length, TRANSFER_BYTES_MAX);
        return read(target.asSlice(offset, wanted).asByteBuffer());
    }

    private int read(ByteBuffer target) throws IOException {
        checkOpen("recv");
        if (!target.hasRemaining() || !finishConnect()) {
            return 0;
        }
        try {
            return channel.read(target);
        } catch (IOException e) {
            throw Errno.failure("recv", e);
        }
    }

    /** In pieces, because the JDK keeps a copy buffer as large as the largest piece per thread. */
    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        return write(ByteBuffer.wrap(source, offset, length));
    }

    @Override
    public int write(MemorySegment source, long offset, int length) throws IOException {
        NativeMemory.check(source, offset, length);
        return write(source.asSlice(offset, length).asByteBuffer());
    }

    @Override
    public int write(Gathering pieces) throws IOException {
        checkOpen("send");
        if (pieces.count() == 0 || !finishConnect()) {
            return 0;
        }
        try {
            return (int) channel.write(pieces.buffers());
        } catch (IOException e) {
            throw Errno.failure("send", e);
        }
    }

    private int write(ByteBuffer source) throws IOException {
        checkOpen("send");
        if (!finishConnect()) {
            return 0;
        }
        int from = source.position();
        int length = source.remaining();
        int taken = 0;
        while (taken < length) {
            int piece = Math.min(length - taken, TRANSFER_BYTES_MAX);
            int count;
            try {
                count = channel.write(source.slice(from + taken, piece));
            } catch (IOException e) {
                if (taken > 0) {
                    return taken; // what is wrong shows at the next write
                }
                throw Errno.failure("send", e);
            }
            taken += count;
            if (count < piece) {
                return taken;
            }
        }
        return taken;
    }

    @Override
    public boolean finishConnect() throws IOException {
        checkOpen("connect");
        if (!connecting) {
            return true;
        }
        if (connectFailure != null) {
            throw describe(connectFailure);
        }
        try {
            if (!channel.finishConnect()) {
                return false;
            }
        } catch (IOException e) {
            connectFailure = e;
            throw describe(e);
        }
        connecting = false;
        selectByInterest();
        return true;
    }

    private IOException describe(IOException failure) {
        return Errno.failure("connect " + Sockaddr.text(remote), failure);
    }

    @Override
    public void tcpNoDelay(boolean on) throws IOException {
        checkOpen("setsockopt TCP_NODELAY");
        if (!isInternet()) {
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, on);
        } catch (IOException e) {
            throw Errno.failure("setsockopt TCP_NODELAY", e);
        }
    }

    @Override
    public void keepAlive(int idleSeconds) throws IOException {
        KeepAlive times = KeepAlive.of(idleSeconds);
        checkOpen("setsockopt SO_KEEPALIVE");
        if (!isInternet()) {
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, times.on());
            if (times.on()
                    && channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, times.idleSeconds());
                channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, times.intervalSeconds());
                channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KeepAlive.PROBES);
            }
        } catch (IOException e) {
            throw Errno.failure("setsockopt SO_KEEPALIVE", e);
        }
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress localAddress() {
        SocketAddress known = local;
        if (known == null) {
            try {
                known = channel.getLocalAddress();
            } catch (IOException e) {
                known = null;
            }
            if (known == null) {
                return Sockaddr.nowhere();
            }
            if (!connecting) {
                local = known;
            }
        }
        return known;
    }

    private boolean isInternet() {
        return !(remote instanceof UnixDomainSocketAddress);
    }
}
