package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What socket and listener share: the descriptor, the registration, the memory for calls.
 *
 * <p>Invariant: {@code fd} is this object's own open descriptor or -1; the number is forgotten before
 * it is given back to the system, so no call can ever reach its next owner.
 */
abstract sealed class EpollPollable implements Pollable permits EpollSocket, EpollListener {
    private static final int CLOSED = -1;

    private final String noun;
    private int fd;
    private @Nullable Registration registration;
    private @Nullable Workspace workspace;

    EpollPollable(String noun, int fd, @Nullable Workspace workspace) {
        this.noun = noun;
        this.fd = fd;
        this.workspace = workspace;
    }

    @Override
    public final boolean isOpen() {
        return fd != CLOSED;
    }

    @Override
    public void close() {
        if (fd == CLOSED) {
            return;
        }
        Workspace calls = workspace();
        Registration ending = registration;
        if (ending != null) {
            ((EpollPoller) ending.poller).ended(ending);
            leave();
        }
        int closing = fd;
        fd = CLOSED;
        Libc.close(calls.state, closing);
    }

    final int openFd(String call) throws IOException {
        if (fd == CLOSED) {
            throw new IOException(call + ": " + noun + " is closed");
        }
        return fd;
    }

    /** The poller's while registered, else one's own. */
    final Workspace workspace() {
        Workspace made = workspace;
        if (made == null) {
            made = Workspace.alone();
            workspace = made;
        }
        return made;
    }

    final @Nullable Registration registration() {
        return registration;
    }

    final void join(Registration joined, Workspace lent) {
        registration = joined;
        workspace = lent;
    }

    final void leave() {
        registration = null;
        workspace = null;
    }

    final SocketAddress ownAddress() throws IOException {
        return ownAddress(openFd("getsockname"), workspace());
    }

    static SocketAddress ownAddress(int fd, Workspace calls) throws IOException {
        calls.expectAddress();
        int result = Libc.getsockname(calls.state, fd, calls.address, calls.word);
        if (result < 0) {
            throw Errno.failure("getsockname", -result);
        }
        return calls.decodeAddress();
    }

    static void option(String name, int fd, Workspace calls, int level, int option, int value)
            throws IOException {
        calls.word.set(JAVA_INT, 0, value);
        int result =
                Libc.setsockopt(calls.state, fd, level, option, calls.word, Integer.BYTES);
        if (result < 0) {
            throw Errno.failure("setsockopt " + name, -result);
        }
    }
}
