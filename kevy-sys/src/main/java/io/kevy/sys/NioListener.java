package io.kevy.sys;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket by a non-blocking {@code ServerSocketChannel}. */
final class NioListener extends NioPollable implements Listener {
    private final ServerSocketChannel channel;
    private final SocketAddress local;
    private final @Nullable UnixSocketFile file;

    NioListener(ServerSocketChannel channel, SocketAddress local, @Nullable UnixSocketFile file) {
        super("listener", channel);
        this.channel = channel;
        this.local = local;
        this.file = file;
    }

    @Override
    int operations(int interest) {
        return (interest & Poller.READ) != 0 ? SelectionKey.OP_ACCEPT : 0;
    }

    @Override
    int ready(int operations, int interest) {
        return (operations & SelectionKey.OP_ACCEPT) != 0 ? Poller.READ : 0;
    }

    @Override
    public @Nullable Socket accept() throws IOException {
        checkOpen("accept");
        SocketChannel accepted;
        try {
            accepted = channel.accept();
        } catch (IOException e) {
            throw Errno.failure("accept", e);
        }
        if (accepted == null) {
            return null;
        }
        try {
            accepted.configureBlocking(false);
            SocketAddress remote = accepted.getRemoteAddress();
            return new NioSocket(accepted, remote == null ? Sockaddr.nowhere() : remote, false);
        } catch (IOException e) {
            accepted.close();
            throw Errno.failure("accept", e);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void close() {
        if (!isOpen()) {
            return;
        }
        if (file != null) {
            file.remove(); // while still listening, so nobody can take it for a stale one
        }
        super.close();
        releaseNow(); // the address can be bound again as soon as this returns
    }
}
