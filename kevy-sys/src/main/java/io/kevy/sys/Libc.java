package io.kevy.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The calls into the C library of Linux, in the kernel's own convention: the result, or the negated
 * errno. The constants are equal on x86-64 and aarch64.
 *
 * <p>Calls that cannot block are linked as critical: the thread stays in its Java state, which saves
 * about a tenth of a request's cost. Such a call must never block, since the garbage collector would
 * wait for it; so {@link #epollWait} comes in both forms. All segments are native, so nothing is
 * allocated or pinned by a call. The first argument is where errno is captured ({@link
 * #stateLayout}); it belongs to the calling thread for the time of the call.
 */
final class Libc {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    /** SOCK_STREAM with SOCK_NONBLOCK and SOCK_CLOEXEC. */
    static final int STREAM = 1 | 0x800 | 0x8_0000;
    /** SOCK_NONBLOCK and SOCK_CLOEXEC; EFD_NONBLOCK and EFD_CLOEXEC are the same bits. */
    static final int NONBLOCK_CLOEXEC = 0x800 | 0x8_0000;

    static final int CLOEXEC = 0x8_0000;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_ERROR = 4;
    static final int SO_KEEPALIVE = 9;
    static final int SO_REUSEPORT = 15;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int TCP_KEEPIDLE = 4;
    static final int TCP_KEEPINTVL = 5;
    static final int TCP_KEEPCNT = 6;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_AT = STATE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            ordinary("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND =
            ordinary("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = ordinary("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CONNECT =
            ordinary("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = ordinary("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            ordinary("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle GETPEERNAME =
            ordinary("getpeername", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT =
            ordinary("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            ordinary("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle EPOLL_CREATE1 = ordinary("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = ordinary("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_WAIT_BLOCKING =
            ordinary("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private static final MethodHandle EPOLL_WAIT_NOW =
            critical("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            critical("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle ACCEPT4 =
            critical("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle RECV =
            critical("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND =
            critical("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle WRITE =
            critical("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private Libc() {}

    /** Layout of the segment that every call wants as its first argument. */
    static StructLayout stateLayout() {
        return STATE;
    }

    static int socket(MemorySegment state, int family, int type) {
        try {
            return result((int) SOCKET.invokeExact(state, family, type, 0), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bind(MemorySegment state, int fd, MemorySegment address, int length) {
        try {
            return result((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int listen(MemorySegment state, int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(state, fd, backlog), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int connect(MemorySegment state, int fd, MemorySegment address, int length) {
        try {
            return result((int) CONNECT.invokeExact(state, fd, address, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The descriptor is gone whatever this returns. */
    static int close(MemorySegment state, int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getsockname(
            MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((int) GETSOCKNAME.invokeExact(state, fd, address, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getpeername(
            MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((int) GETPEERNAME.invokeExact(state, fd, address, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setsockopt(
            MemorySegment state, int fd, int level, int option, MemorySegment value, int length) {
        try {
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getsockopt(
            MemorySegment state,
            int fd,
            int level,
            int option,
            MemorySegment value,
            MemorySegment length) {
        try {
            return result((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollCreate(MemorySegment state) {
        try {
            return result((int) EPOLL_CREATE1.invokeExact(state, CLOEXEC), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int eventfd(MemorySegment state) {
        try {
            return result((int) EVENTFD.invokeExact(state, 0, NONBLOCK_CLOEXEC), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollControl(
            MemorySegment state, int epollFd, int operation, int fd, MemorySegment event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epollFd, operation, fd, event), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code timeoutMillis} 0 does not wait, -1 waits for ever. */
    static int epollWait(
            MemorySegment state,
            int epollFd,
            MemorySegment events,
            int eventsMax,
            int timeoutMillis) {
        try {
            int count =
                    timeoutMillis == 0
                            ? (int) EPOLL_WAIT_NOW.invokeExact(state, epollFd, events, eventsMax, 0)
                            : (int) EPOLL_WAIT_BLOCKING.invokeExact(
                                    state, epollFd, events, eventsMax, timeoutMillis);
            return result(count, state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The accepted descriptor is non-blocking and not inherited. */
    static int accept(MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result(
                    (int) ACCEPT4.invokeExact(state, fd, address, length, NONBLOCK_CLOEXEC), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int receive(MemorySegment state, int fd, MemorySegment target, int length) {
        try {
            return result((int) (long) RECV.invokeExact(state, fd, target, (long) length, 0),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int send(MemorySegment state, int fd, MemorySegment source, int length) {
        try {
            return result(
                    (int) (long) SEND.invokeExact(state, fd, source, (long) length, MSG_NOSIGNAL),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int write(MemorySegment state, int fd, MemorySegment source, int length) {
        try {
            return result((int) (long) WRITE.invokeExact(state, fd, source, (long) length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int result(int returned, MemorySegment state) {
        return returned >= 0 ? returned : -state.get(JAVA_INT, ERRNO_AT);
    }

    private static MethodHandle ordinary(
            String name, MemoryLayout returned, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(returned, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle critical(
            String name, MemoryLayout returned, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(returned, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.critical(false));
    }

    /** A handle throws only on misuse: a bug here, not an error of the call. */
    private static Error unexpected(Throwable e) {
        return e instanceof Error error ? error : new AssertionError(e);
    }
}
