package io.kevy.sys;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * Opens pollers, listeners and sockets of one implementation; what one implementation opened works
 * only with pollers of the same. Thread-safe and without state; one serves a whole process.
 *
 * <p>Addresses are {@code InetSocketAddress} (IPv4, IPv6) or {@code UnixDomainSocketAddress}. All
 * descriptors are non-blocking and are not inherited by child processes.
 */
public interface Transport {
    /** {@code epoll} or {@code nio}. */
    String name();

    /** A new poller, to be used by one thread, not necessarily the calling one. */
    Poller openPoller() throws IOException;

    /** Whether a listener on {@code ::} takes IPv6 connections only, and leaves IPv4 to another. */
    boolean separatesFamilies();

    /**
     * Binds and listens. Port 0 lets the system choose. The file of a Unix-domain socket nobody listens
     * on any more is replaced; with a listener behind it the error is {@code EADDRINUSE}. On {@code
     * ::} epoll takes IPv6 connections only; NIO takes IPv4 ones too.
     */
    Listener listen(SocketAddress address, ListenOptions options) throws IOException;

    /**
     * Starts a connection attempt and returns without waiting for it: see {@link
     * Socket#finishConnect}. A failure known at once is thrown at once.
     */
    Socket connect(SocketAddress remote) throws IOException;

    /**
     * Linux's epoll and eventfd through the FFM API; the calling program must grant native access.
     *
     * @throws UnsupportedOperationException saying why, when this is not Linux on x86-64 or aarch64,
     *     or native access or epoll is forbidden here
     */
    static Transport epoll() {
        return EpollTransport.probed();
    }

    /** The portable implementation on {@code java.nio.channels}. */
    static Transport nio() {
        return new NioTransport();
    }

    /** {@link #epoll} where it works, else {@link #nio}. */
    static Transport automatic() {
        try {
            return epoll();
        } catch (UnsupportedOperationException e) {
            return nio();
        }
    }
}
