package io.kevy.sys;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The JDK's channels and selectors. */
final class NioTransport implements Transport {
    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean separatesFamilies() {
        return false;
    }

    @Override
    public Poller openPoller() throws IOException {
        return new NioPoller();
    }

    @Override
    public Listener listen(SocketAddress address, ListenOptions options) throws IOException {
        Sockaddr.check(address);
        ServerSocketChannel channel = openListener(family(address));
        boolean done = false;
        try {
            channel.configureBlocking(false);
            if (options.reusePort() && !(address instanceof UnixDomainSocketAddress)) {
                reusePort(channel);
            }
            UnixSocketFile file = bind(channel, address, options.backlog());
            var listener = new NioListener(channel, channel.getLocalAddress(), file);
            done = true;
            return listener;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static void reusePort(ServerSocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            throw new IOException(
                    "setsockopt SO_REUSEPORT: EOPNOTSUPP this system has no such option");
        }
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }

    private static @Nullable UnixSocketFile bind(
            ServerSocketChannel channel, SocketAddress address, int backlog) throws IOException {
        try {
            if (!(address instanceof UnixDomainSocketAddress unix)) {
                channel.bind(address, backlog);
                return null;
            }
            try {
                channel.bind(address, backlog);
            } catch (IOException e) {
                if (!Errno.isNamed(Errno.EADDRINUSE, e) || !UnixSocketFile.removeStale(unix)) {
                    throw e;
                }
                channel.bind(address, backlog);
            }
            return UnixSocketFile.bound(unix);
        } catch (IOException e) {
            throw Errno.failure("bind " + Sockaddr.text(address), e);
        }
    }

    @Override
    public Socket connect(SocketAddress remote) throws IOException {
        Sockaddr.check(remote);
        SocketChannel channel = openSocket(family(remote));
        boolean done = false;
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(remote);
            var socket = new NioSocket(channel, remote, !connected);
            done = true;
            return socket;
        } catch (IOException e) {
            throw Errno.failure("connect " + Sockaddr.text(remote), e);
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static ProtocolFamily family(SocketAddress address) throws IOException {
        int family = Sockaddr.family(address);
        if (family == Libc.AF_UNIX) {
            return StandardProtocolFamily.UNIX;
        }
        return family == Libc.AF_INET ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    private static ServerSocketChannel openListener(ProtocolFamily family) throws IOException {
        try {
            return ServerSocketChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw unsupported(family, e);
        } catch (IOException e) {
            throw Errno.failure("socket", e);
        }
    }

    private static SocketChannel openSocket(ProtocolFamily family) throws IOException {
        try {
            return SocketChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw unsupported(family, e);
        } catch (IOException e) {
            throw Errno.failure("socket", e);
        }
    }

    private static IOException unsupported(ProtocolFamily family, Exception e) {
        return new IOException("socket: EAFNOSUPPORT this system has no " + family.name(), e);
    }
}
