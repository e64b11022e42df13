package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream socket by recv and send; bytes go through the workspace's buffer. */
final class EpollSocket extends EpollPollable implements Socket {
    private final SocketAddress remote;
    private @Nullable SocketAddress local;
    private boolean connecting;
    /** The errno a connection attempt ended with; the system tells it only once. */
    private int connectErrno;

    private EpollSocket(
            int fd, SocketAddress remote, boolean connecting, @Nullable Workspace workspace) {
        super("socket", fd, workspace);
        this.remote = remote;
        this.connecting = connecting;
    }

    static EpollSocket accepted(int fd, SocketAddress remote) {
        return new EpollSocket(fd, remote, false, null);
    }

    static EpollSocket opened(
            int fd, SocketAddress remote, boolean connecting, Workspace workspace) {
        return new EpollSocket(fd, remote, connecting, workspace);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        MemorySegment buffer = workspace().buffer();
        int count = read(buffer, 0, Math.min(length, workspace().bufferBytes()));
        if (count > 0) {
            MemorySegment.copy(buffer, JAVA_BYTE, 0, target, offset, count);
        }
        return count;
    }

    @Override
    public int read(MemorySegment target, long offset, int length) throws IOException {
        NativeMemory.check(target, offset, length);
        int fd = openFd("recv");
        if (length == 0 || (connecting && !finishConnect())) {
            return 0;
        }
        int wanted = Math.min(length, TRANSFER_BYTES_MAX);
        MemorySegment state = workspace().state;
        int count;
        try {
            do {
                count = Libc.receive(state, fd, target.address() + offset, wanted);
            } while (count == -Errno.EINTR);
        } finally {
            Reference.reachabilityFence(target);
        }
        if (count > 0) {
            return count;
        }
        if (count == 0) {
            return -1;
        }
        if (count == -Errno.EAGAIN) {
            return 0;
        }
        throw Errno.failure("recv", -count);
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        MemorySegment buffer = workspace().buffer();
        int bufferBytes = workspace().bufferBytes();
        int taken = 0;
        do {
            int piece = Math.min(length - taken, bufferBytes);
            MemorySegment.copy(source, offset + taken, buffer, JAVA_BYTE, 0, piece);
            int count = send(buffer.address(), piece, taken > 0);
            taken += count;
            if (count < piece) {
                break;
            }
        } while (taken < length);
        return taken;
    }

    @Override
    public int write(MemorySegment source, long offset, int length) throws IOException {
        NativeMemory.check(source, offset, length);
        int taken = 0;
        try {
            do {
                int piece = Math.min(length - taken, TRANSFER_BYTES_MAX);
                int count = send(source.address() + offset + taken, piece, taken > 0);
                taken += count;
                if (count < piece) {
                    break;
                }
            } while (taken < length);
        } finally {
            Reference.reachabilityFence(source);
        }
        return taken;
    }

    /**
     * One call of send.
     *
     * @param later whether what is wrong may wait for the next write to show
     */
    private int send(long address, int length, boolean later) throws IOException {
        int fd = openFd("send");
        if (connecting && !finishConnect()) {
            return 0;
        }
        MemorySegment state = workspace().state;
        int count;
        do {
            count = Libc.send(state, fd, address, length);
        } while (count == -Errno.EINTR);
        return taken(count, later);
    }

    private static int taken(int count, boolean later) throws IOException {
        if (count >= 0) {
            return count;
        }
        if (count == -Errno.EAGAIN || later) {
            return 0;
        }
        throw Errno.failure("send", -count);
    }

    @Override
    public int write(Gathering pieces) throws IOException {
        int fd = openFd("send");
        if (pieces.count() == 0 || (connecting && !finishConnect())) {
            return 0;
        }
        MemorySegment message = pieces.message();
        MemorySegment state = workspace().state;
        int count;
        try {
            do {
                count = Libc.sendMessage(state, fd, message);
            } while (count == -Errno.EINTR);
        } finally {
            Reference.reachabilityFence(pieces);
        }
        return taken(count, false);
    }

    @Override
    public boolean finishConnect() throws IOException {
        int fd = openFd("connect");
        if (!connecting) {
            return true;
        }
        if (connectErrno != 0) {
            throw connectFailure();
        }
        Workspace calls = workspace();
        calls.word2.set(JAVA_INT, 0, Integer.BYTES);
        int result =
                Libc.getsockopt(
                        calls.state, fd, Libc.SOL_SOCKET, Libc.SO_ERROR, calls.word, calls.word2);
        connectErrno = result < 0 ? -result : calls.word.get(JAVA_INT, 0);
        if (connectErrno != 0) {
            throw connectFailure();
        }
        calls.expectAddress();
        result = Libc.getpeername(calls.state, fd, calls.address, calls.word);
        if (result == -Errno.ENOTCONN) {
            return false;
        }
        if (result < 0) {
            connectErrno = -result;
            throw connectFailure();
        }
        connecting = false;
        return true;
    }

    @Override
    public void tcpNoDelay(boolean on) throws IOException {
        int fd = openFd("setsockopt TCP_NODELAY");
        if (isInternet()) {
            option("TCP_NODELAY", fd, workspace(), Libc.IPPROTO_TCP, Libc.TCP_NODELAY, on ? 1 : 0);
        }
    }

    @Override
    public void keepAlive(int idleSeconds) throws IOException {
        KeepAlive times = KeepAlive.of(idleSeconds);
        int fd = openFd("setsockopt SO_KEEPALIVE");
        if (!isInternet()) {
            return;
        }
        Workspace calls = workspace();
        option("SO_KEEPALIVE", fd, calls, Libc.SOL_SOCKET, Libc.SO_KEEPALIVE, times.on() ? 1 : 0);
        if (times.on()) {
            int tcp = Libc.IPPROTO_TCP;
            option("TCP_KEEPIDLE", fd, calls, tcp, Libc.TCP_KEEPIDLE, times.idleSeconds());
            option("TCP_KEEPINTVL", fd, calls, tcp, Libc.TCP_KEEPINTVL, times.intervalSeconds());
            option("TCP_KEEPCNT", fd, calls, tcp, Libc.TCP_KEEPCNT, KeepAlive.PROBES);
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
                known = ownAddress();
            } catch (IOException e) {
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

    private IOException connectFailure() {
        return Errno.failure("connect " + Sockaddr.text(remote), connectErrno);
    }
}
