package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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
 * #stateLayout}); it belongs to the calling thread for the time of the call, and keeps the other
 * segments alive, which come from the arena it comes from.
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
    static final int PROT_READ_WRITE = 1 | 2;
    static final int MAP_PRIVATE_ANONYMOUS = 2 | 0x20;
    static final int MADV_HUGEPAGE = 14;
    static final int SIGHUP = 1;
    private static final int SIG_IGN = 1;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_AT = STATE.byteOffset(PathElement.groupElement("errno"));

    /**
     * The one shape all calls are linked with, since linking a shape takes many times as long as
     * a further function of it, and a start should not. All parameters are in registers, and in both
     * conventions those a function does not have are ignored; so is the upper half of one that is an
     * int, and of a result that is one.
     */
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** The shape of the calls with one parameter more; linked only where memory is mapped. */
    private static final class Mapping {
        static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        static final MethodHandle MMAP = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("mmap"), SHAPE,
                Linker.Option.captureCallState("errno"));
    }

    private static final MethodHandle SOCKET = ordinary("socket");
    private static final MethodHandle BIND = ordinary("bind");
    private static final MethodHandle LISTEN = ordinary("listen");
    private static final MethodHandle CONNECT = ordinary("connect");
    private static final MethodHandle CLOSE = ordinary("close");
    private static final MethodHandle GETSOCKNAME = ordinary("getsockname");
    private static final MethodHandle GETPEERNAME = ordinary("getpeername");
    private static final MethodHandle SETSOCKOPT = ordinary("setsockopt");
    private static final MethodHandle GETSOCKOPT = ordinary("getsockopt");
    private static final MethodHandle EPOLL_CREATE1 = ordinary("epoll_create1");
    private static final MethodHandle EVENTFD = ordinary("eventfd");
    private static final MethodHandle EPOLL_WAIT_BLOCKING = ordinary("epoll_wait");

    private static final MethodHandle MUNMAP = ordinary("munmap");
    private static final MethodHandle MADVISE = ordinary("madvise");
    private static final MethodHandle SIGNAL = ordinary("signal");

    private static final MethodHandle EPOLL_WAIT_NOW = critical("epoll_wait");
    private static final MethodHandle EPOLL_CTL = critical("epoll_ctl");
    private static final MethodHandle ACCEPT4 = critical("accept4");
    private static final MethodHandle RECV = critical("recv");
    private static final MethodHandle SEND = critical("send");
    private static final MethodHandle SENDMSG = critical("sendmsg");
    private static final MethodHandle WRITE = critical("write");

    private Libc() {}

    /** Layout of the segment that every call wants as its first argument. */
    static StructLayout stateLayout() {
        return STATE;
    }

    static int socket(MemorySegment state, int family, int type) {
        try {
            return result((long) SOCKET.invokeExact(
                    state, (long) family, (long) type, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bind(MemorySegment state, int fd, MemorySegment address, int length) {
        try {
            return result((long) BIND.invokeExact(
                    state, (long) fd, address.address(), (long) length, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int listen(MemorySegment state, int fd, int backlog) {
        try {
            return result((long) LISTEN.invokeExact(
                    state, (long) fd, (long) backlog, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int connect(MemorySegment state, int fd, MemorySegment address, int length) {
        try {
            return result((long) CONNECT.invokeExact(
                    state, (long) fd, address.address(), (long) length, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The descriptor is gone whatever this returns. */
    static int close(MemorySegment state, int fd) {
        try {
            return result((long) CLOSE.invokeExact(state, (long) fd, 0L, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getsockname(
            MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((long) GETSOCKNAME.invokeExact(
                    state, (long) fd, address.address(), length.address(), 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getpeername(
            MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((long) GETPEERNAME.invokeExact(
                    state, (long) fd, address.address(), length.address(), 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setsockopt(
            MemorySegment state, int fd, int level, int option, MemorySegment value, int length) {
        try {
            return result((long) SETSOCKOPT.invokeExact(
                    state, (long) fd, (long) level, (long) option, value.address(), (long) length),
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
            return result((long) GETSOCKOPT.invokeExact(
                    state, (long) fd, (long) level, (long) option, value.address(),
                    length.address()), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollCreate(MemorySegment state) {
        try {
            return result((long) EPOLL_CREATE1.invokeExact(
                    state, (long) CLOEXEC, 0L, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int eventfd(MemorySegment state) {
        try {
            return result((long) EVENTFD.invokeExact(
                    state, 0L, (long) NONBLOCK_CLOEXEC, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollControl(
            MemorySegment state, int epollFd, int operation, int fd, MemorySegment event) {
        try {
            return result((long) EPOLL_CTL.invokeExact(
                    state, (long) epollFd, (long) operation, (long) fd, event.address(), 0L),
                    state);
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
            long count = timeoutMillis == 0
                    ? (long) EPOLL_WAIT_NOW.invokeExact(
                            state, (long) epollFd, events.address(), (long) eventsMax, 0L, 0L)
                    : (long) EPOLL_WAIT_BLOCKING.invokeExact(
                            state, (long) epollFd, events.address(), (long) eventsMax,
                            (long) timeoutMillis, 0L);
            return result(count, state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The accepted descriptor is non-blocking and not inherited. */
    static int accept(MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((long) ACCEPT4.invokeExact(
                    state, (long) fd, address.address(), length.address(),
                    (long) NONBLOCK_CLOEXEC, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code target} is the address of memory that the caller keeps alive. */
    static int receive(MemorySegment state, int fd, long target, int length) {
        try {
            return result((long) RECV.invokeExact(
                    state, (long) fd, target, (long) length, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code source} is the address of memory that the caller keeps alive. */
    static int send(MemorySegment state, int fd, long source, int length) {
        try {
            return result((long) SEND.invokeExact(
                    state, (long) fd, source, (long) length, (long) MSG_NOSIGNAL, 0L),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Sends what a {@code struct msghdr} describes; the caller keeps its memory alive. */
    static int sendMessage(MemorySegment state, int fd, MemorySegment message) {
        try {
            return result((long) SENDMSG.invokeExact(
                    state, (long) fd, message.address(), (long) MSG_NOSIGNAL, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The address of so many bytes of zeros, private and anonymous; or the negated errno. */
    static long map(MemorySegment state, long bytes) {
        try {
            long address = (long) Mapping.MMAP.invokeExact(
                    state, 0L, bytes, (long) PROT_READ_WRITE, (long) MAP_PRIVATE_ANONYMOUS, -1L,
                    0L);
            return address == -1 ? -state.get(JAVA_INT, ERRNO_AT) : address;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int unmap(MemorySegment state, long address, long bytes) {
        try {
            return result((long) MUNMAP.invokeExact(state, address, bytes, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int advise(MemorySegment state, long address, long bytes, int advice) {
        try {
            return result(
                    (long) MADVISE.invokeExact(state, address, bytes, (long) advice, 0L, 0L),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Lets the process ignore a signal from now on; whether that was possible. */
    static boolean ignoreSignal(MemorySegment state, int signal) {
        try {
            return (long) SIGNAL.invokeExact(
                    state, (long) signal, (long) SIG_IGN, 0L, 0L, 0L) != -1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int write(MemorySegment state, int fd, MemorySegment source, int length) {
        try {
            return result((long) WRITE.invokeExact(
                    state, (long) fd, source.address(), (long) length, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Results are ints, or lengths of calls that were given an int as length. */
    private static int result(long returned, MemorySegment state) {
        int value = (int) returned;
        return value >= 0 ? value : -state.get(JAVA_INT, ERRNO_AT);
    }

    private static MethodHandle ordinary(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), SHAPE,
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle critical(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), SHAPE,
                Linker.Option.captureCallState("errno"), Linker.Option.critical(false));
    }

    /** A handle throws only on misuse: a bug here, not an error of the call. */
    private static Error unexpected(Throwable e) {
        return e instanceof Error error ? error : new AssertionError(e);
    }
}
