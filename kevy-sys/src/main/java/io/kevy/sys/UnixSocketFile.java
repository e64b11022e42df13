package io.kevy.sys;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file a listening Unix-domain socket has made, and no other at the same path. */
final class UnixSocketFile {
    private final Path path;
    /** Device and inode, where the file system has such. */
    private final @Nullable Object identity;

    private UnixSocketFile(Path path, @Nullable Object identity) {
        this.path = path;
        this.identity = identity;
    }

    /** The file just made by binding to that address. */
    static UnixSocketFile bound(UnixDomainSocketAddress address) throws IOException {
        return new UnixSocketFile(address.getPath(), attributes(address.getPath()).fileKey());
    }

    /**
     * Removes what stands at the address if it is a socket nobody listens on.
     *
     * @return whether it was removed; no when it is alive or no socket at all
     */
    static boolean removeStale(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        if (!attributes(path).isOther() || listens(address)) {
            return false;
        }
        return Files.deleteIfExists(path);
    }

    /** A full backlog makes a non-blocking attempt pending: alive as well. */
    private static boolean listens(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            try {
                probe.connect(address);
                return true;
            } catch (IOException e) {
                return !Errno.isNamed(Errno.ECONNREFUSED, e);
            }
        }
    }

    void remove() {
        try {
            if (Objects.equals(identity, attributes(path).fileKey())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // gone already, or not ours to remove any more: either way nothing is left to do
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
