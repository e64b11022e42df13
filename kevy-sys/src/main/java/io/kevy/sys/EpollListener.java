package io.kevy.sys;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket by accept4. */
final class EpollListener extends EpollPollable implements Listener {
    private final SocketAddress local;
    private final @Nullable UnixSocketFile file;

    EpollListener(
            int fd, SocketAddress local, @Nullable UnixSocketFile file, Workspace workspace) {
        super("listener", fd, workspace);
        this.local = local;
        this.file = file;
    }

    @Override
    public @Nullable Socket accept() throws IOException {
        int fd = openFd("accept");
        Workspace calls = workspace();
        while (true) {
            calls.expectAddress();
            int accepted = Libc.accept(calls.state, fd, calls.address, calls.word);
            if (accepted >= 0) {
                return EpollSocket.accepted(accepted, calls.decodeAddress());
            }
            if (accepted == -Errno.EAGAIN) {
                return null;
            }
            if (!concernsThePeerOnly(-accepted)) {
                throw Errno.failure("accept", -accepted);
            }
        }
    }

    /** Linux hands the pending network errors of a connection that died while it waited to accept. */
    private static boolean concernsThePeerOnly(int errno) {
        return switch (errno) {
            case Errno.EINTR,
                    Errno.ECONNABORTED,
                    Errno.EPROTO,
                    Errno.ENOPROTOOPT,
                    Errno.ENETDOWN,
                    Errno.ENETUNREACH,
                    Errno.EHOSTDOWN,
                    Errno.EHOSTUNREACH ->
                true;
            default -> false;
        };
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void close() {
        boolean open = isOpen();
        if (open && file != null) {
            file.remove(); // while still listening, so nobody can take it for a stale one
        }
        super.close();
    }
}
