import org.jspecify.annotations.NullMarked;

/** Non-blocking sockets, pollers and wakers over epoll (FFM) or NIO. */
@NullMarked
module io.kevy.sys {
    requires jdk.net;
    requires static transitive org.jspecify;

    exports io.kevy.sys;
}
