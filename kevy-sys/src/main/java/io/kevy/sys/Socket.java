package io.kevy.sys;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/**
 * A connected or connecting non-blocking stream socket, TCP or Unix-domain.
 *
 * <p>While the connection is still being made, reading and writing would block, so they return 0;
 * when it could not be made they throw, as {@link #finishConnect} does. Errors of the connection
 * ({@code ECONNRESET}, {@code EPIPE}, {@code ETIMEDOUT}, ...) are {@code IOException}s naming the
 * call and the error; the socket is then good for nothing but {@link #close}.
 */
public interface Socket extends Pollable {
    /** Bytes one {@code read} returns at most; also the size of the pieces in which bytes are written. */
    int TRANSFER_BYTES_MAX = 256 * 1024;

    /**
     * Reads what is there, at most {@code length} and at most {@link #TRANSFER_BYTES_MAX} bytes.
     *
     * @return the number of bytes, 0 when it would block (or {@code length} is 0), -1 at the end of
     *     the stream
     */
    int read(byte[] target, int offset, int length) throws IOException;

    /**
     * Hands bytes to the system. Fewer than {@code length} means that its send buffer is full: wait
     * for {@link Poller#WRITE}.
     *
     * @return the number of bytes taken, 0 when it would block
     */
    int write(byte[] source, int offset, int length) throws IOException;

    /**
     * Reads what is there straight into native memory, at most {@code length} and at most {@link
     * #TRANSFER_BYTES_MAX} bytes.
     *
     * @return the number of bytes, 0 when it would block (or {@code length} is 0), -1 at the end of
     *     the stream
     * @throws IllegalArgumentException when the segment is not native
     */
    int read(MemorySegment target, long offset, int length) throws IOException;

    /**
     * Hands bytes of native memory to the system, without a copy of ours. Fewer than {@code length}
     * means that its send buffer is full: wait for {@link Poller#WRITE}.
     *
     * @return the number of bytes taken, 0 when it would block
     * @throws IllegalArgumentException when the segment is not native
     */
    int write(MemorySegment source, long offset, int length) throws IOException;

    /**
     * Hands several pieces of native memory to the system in one call, one behind the other.
     *
     * @return the number of bytes taken, which may end within a piece; 0 when it would block
     */
    int write(Gathering pieces) throws IOException;

    /**
     * Asks how a connection attempt stands; to be called when {@link Poller#WRITE} is reported.
     *
     * @return true when connected, false while it is pending
     * @throws IOException when the attempt failed, now and at every further call
     */
    boolean finishConnect() throws IOException;

    /** Sends small segments at once (TCP_NODELAY). Without effect on Unix-domain sockets. */
    void tcpNoDelay(boolean on) throws IOException;

    /**
     * Probes an idle peer after {@code idleSeconds}, then three times at a third of that time, and
     * gives the connection up after it; 0 switches probing off. Without effect on Unix-domain sockets.
     */
    void keepAlive(int idleSeconds) throws IOException;

    /**
     * The peer as it was when the connection was made, also after {@link #close}; {@code 0.0.0.0:0}
     * when the peer had vanished before it could be asked for. A Unix-domain peer usually has the
     * empty path.
     */
    SocketAddress remoteAddress();

    /** This end; {@code 0.0.0.0:0} when it was not asked for before {@link #close}. */
    SocketAddress localAddress();
}
