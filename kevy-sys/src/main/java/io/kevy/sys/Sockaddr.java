package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/**
 * Linux socket addresses in memory, equal on x86-64 and aarch64.
 *
 * <pre>
 *   sockaddr_in    family:2  port:2 big-endian  address:4  zero:8
 *   sockaddr_in6   family:2  port:2 big-endian  flow:4  address:16  scope:4
 *   sockaddr_un    family:2  path:1..107 and a zero byte
 * </pre>
 */
final class Sockaddr {
    /** Size of sockaddr_storage. */
    static final int BYTES_MAX = 128;

    private static final int IN_BYTES = 16;
    private static final int IN6_BYTES = 28;
    private static final int UNIX_PATH_AT = 2;
    private static final int UNIX_PATH_BYTES_MAX = 107;

    private static final ValueLayout.OfShort PORT =
            JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** File names are in the encoding the JDK itself uses for them. */
    private static final Charset PATHS =
            Charset.forName(
                    System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

    private Sockaddr() {}

    /** AF_INET, AF_INET6 or AF_UNIX. */
    static int family(SocketAddress address) throws IOException {
        return switch (address) {
            case InetSocketAddress inet -> resolved(inet) instanceof Inet4Address
                    ? Libc.AF_INET
                    : Libc.AF_INET6;
            case UnixDomainSocketAddress unix -> Libc.AF_UNIX;
            default -> throw unsupported(address);
        };
    }

    /** Refuses what no transport can bind or connect to. */
    static void check(SocketAddress address) throws IOException {
        if (family(address) == Libc.AF_UNIX) {
            checkPath((UnixDomainSocketAddress) address);
        }
    }

    /** Writes the address to the start of the target and returns its length in bytes. */
    static int encode(SocketAddress address, MemorySegment target) throws IOException {
        target.fill((byte) 0);
        target.set(JAVA_SHORT_UNALIGNED, 0, (short) family(address));
        return switch (address) {
            case InetSocketAddress inet -> encode(resolved(inet), inet.getPort(), target);
            case UnixDomainSocketAddress unix -> encode(unix, target);
            default -> throw unsupported(address);
        };
    }

    private static int encode(InetAddress address, int port, MemorySegment target) {
        target.set(PORT, 2, (short) port);
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address inet6) {
            MemorySegment.copy(bytes, 0, target, JAVA_BYTE, 8, bytes.length);
            target.set(JAVA_INT_UNALIGNED, 24, inet6.getScopeId());
            return IN6_BYTES;
        }
        MemorySegment.copy(bytes, 0, target, JAVA_BYTE, 4, bytes.length);
        return IN_BYTES;
    }

    private static int encode(UnixDomainSocketAddress unix, MemorySegment target)
            throws IOException {
        byte[] path = checkPath(unix);
        MemorySegment.copy(path, 0, target, JAVA_BYTE, UNIX_PATH_AT, path.length);
        return UNIX_PATH_AT + path.length + 1;
    }

    private static byte[] checkPath(UnixDomainSocketAddress unix) throws IOException {
        byte[] path = unix.getPath().toString().getBytes(PATHS);
        if (path.length == 0) {
            throw new IOException("a Unix-domain address needs a path here");
        }
        if (path.length > UNIX_PATH_BYTES_MAX) {
            throw Errno.failure(
                    unix + " has more than " + UNIX_PATH_BYTES_MAX + " bytes", Errno.ENAMETOOLONG);
        }
        return path;
    }

    /** {@code 0.0.0.0:0} for what holds no address this class knows. */
    static SocketAddress decode(MemorySegment source, int length) {
        if (length < UNIX_PATH_AT) {
            return nowhere();
        }
        int family = source.get(JAVA_SHORT_UNALIGNED, 0);
        if (family == Libc.AF_UNIX) {
            return unix(source, length);
        }
        if (family == Libc.AF_INET && length >= IN_BYTES) {
            return inet(source, 4, 4, 0);
        }
        if (family == Libc.AF_INET6 && length >= IN6_BYTES) {
            return inet(source, 8, 16, source.get(JAVA_INT_UNALIGNED, 24));
        }
        return nowhere();
    }

    /** For messages: {@code 127.0.0.1:6379}, {@code [0:0:0:0:0:0:0:1]:6379}, {@code /run/kevy.sock}. */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
        }
        return address.toString();
    }

    /** The address that stands for a peer nobody can name any more. */
    static InetSocketAddress nowhere() {
        return inet(new byte[4], 0, 0);
    }

    private static InetSocketAddress inet(MemorySegment source, int at, int length, int scope) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(source, JAVA_BYTE, at, bytes, 0, length);
        return inet(bytes, scope, Short.toUnsignedInt(source.get(PORT, 2)));
    }

    private static InetSocketAddress inet(byte[] bytes, int scope, int port) {
        try {
            InetAddress address =
                    scope == 0
                            ? InetAddress.getByAddress(bytes)
                            : Inet6Address.getByAddress(null, bytes, scope);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static UnixDomainSocketAddress unix(MemorySegment source, int length) {
        int end = UNIX_PATH_AT;
        while (end < length && source.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        byte[] path = new byte[end - UNIX_PATH_AT];
        MemorySegment.copy(source, JAVA_BYTE, UNIX_PATH_AT, path, 0, path.length);
        return UnixDomainSocketAddress.of(new String(path, PATHS));
    }

    private static InetAddress resolved(InetSocketAddress inet) throws UnknownHostException {
        InetAddress address = inet.getAddress();
        if (address == null) {
            throw new UnknownHostException("unknown host " + inet.getHostString());
        }
        return address;
    }

    private static IOException unsupported(SocketAddress address) {
        return new IOException(
                "neither an internet nor a Unix-domain address: " + address.getClass().getName());
    }
}
