package io.kevy.sys;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Linux by the FFM API. */
final class EpollTransport implements Transport {
    private EpollTransport() {}

    /** One that has been seen to work on this machine. */
    static EpollTransport probed() {
        String system = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        if (!system.equals("Linux") || !EpollEvents.knows(architecture)) {
            throw new UnsupportedOperationException(
                    "epoll needs Linux on x86-64 or aarch64, this is " + system + " on "
                            + architecture);
        }
        var transport = new EpollTransport();
        try (Poller probe = transport.openPoller()) {
            probe.poll(0);
            return transport;
        } catch (IOException | LinkageError | IllegalCallerException e) {
            throw new UnsupportedOperationException("epoll does not work here: " + rootOf(e), e);
        }
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public boolean separatesFamilies() {
        return true;
    }

    @Override
    public Poller openPoller() throws IOException {
        return new EpollPoller();
    }

    @Override
    public Listener listen(SocketAddress address, ListenOptions options) throws IOException {
        Workspace calls = Workspace.alone();
        int family = Sockaddr.family(address);
        int fd = Libc.socket(calls.state, family, Libc.STREAM);
        if (fd < 0) {
            throw Errno.failure("socket", -fd);
        }
        boolean done = false;
        try {
            if (family != Libc.AF_UNIX) {
                internetOptions(fd, family, options, calls);
            }
            bind(fd, address, calls);
            UnixSocketFile file =
                    address instanceof UnixDomainSocketAddress unix
                            ? UnixSocketFile.bound(unix)
                            : null;
            int result = Libc.listen(calls.state, fd, options.backlog());
            if (result < 0) {
                throw Errno.failure("listen " + Sockaddr.text(address), -result);
            }
            var local = EpollPollable.ownAddress(fd, calls);
            done = true;
            return new EpollListener(fd, local, file, calls);
        } finally {
            if (!done) {
                Libc.close(calls.state, fd);
            }
        }
    }

    private static void internetOptions(
            int fd, int family, ListenOptions options, Workspace calls) throws IOException {
        int socket = Libc.SOL_SOCKET;
        EpollPollable.option("SO_REUSEADDR", fd, calls, socket, Libc.SO_REUSEADDR, 1);
        if (options.reusePort()) {
            EpollPollable.option("SO_REUSEPORT", fd, calls, socket, Libc.SO_REUSEPORT, 1);
        }
        if (family == Libc.AF_INET6) {
            EpollPollable.option("IPV6_V6ONLY", fd, calls, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
        }
    }

    private static void bind(int fd, SocketAddress address, Workspace calls) throws IOException {
        int length = calls.encode(address);
        int result = Libc.bind(calls.state, fd, calls.address, length);
        if (result == -Errno.EADDRINUSE
                && address instanceof UnixDomainSocketAddress unix
                && UnixSocketFile.removeStale(unix)) {
            result = Libc.bind(calls.state, fd, calls.address, length);
        }
        if (result < 0) {
            throw Errno.failure("bind " + Sockaddr.text(address), -result);
        }
    }

    @Override
    public Socket connect(SocketAddress remote) throws IOException {
        Workspace calls = Workspace.alone();
        int length = calls.encode(remote);
        int fd = Libc.socket(calls.state, Sockaddr.family(remote), Libc.STREAM);
        if (fd < 0) {
            throw Errno.failure("socket", -fd);
        }
        int result = Libc.connect(calls.state, fd, calls.address, length);
        boolean pending = result == -Errno.EINPROGRESS || result == -Errno.EINTR;
        if (result < 0 && !pending) {
            Libc.close(calls.state, fd);
            throw Errno.failure("connect " + Sockaddr.text(remote), -result);
        }
        return EpollSocket.opened(fd, remote, pending, calls);
    }
}
