package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The native memory one thread needs for its calls: where errno goes, small arguments, and the buffer
 * through which bytes are copied. A poller has one and lends it to what is registered with it; a
 * socket or listener without a poller makes its own.
 *
 * <p>The garbage collector frees it: no arena has to be closed, and the downcalls keep it alive.
 */
final class Workspace {
    private static final int BUFFER_BYTES_ALONE = 16 * 1024;
    private static final long WORD_AT = Sockaddr.BYTES_MAX;
    private static final long WORD2_AT = WORD_AT + 8;
    private static final long STATE_AT = WORD2_AT + 8;

    /** Errno of the last call. */
    final MemorySegment state;
    /** One socket address. */
    final MemorySegment address;
    /** One int: a length or an option's value. */
    final MemorySegment word;
    /** A second int, where a call wants two. */
    final MemorySegment word2;

    private final Arena arena = Arena.ofAuto();
    private final int bufferBytes;
    private @Nullable MemorySegment buffer;

    private Workspace(int bufferBytes) {
        this.bufferBytes = bufferBytes;
        MemorySegment block = allocate(STATE_AT + Libc.stateLayout().byteSize());
        address = block.asSlice(0, Sockaddr.BYTES_MAX);
        word = block.asSlice(WORD_AT, JAVA_INT);
        word2 = block.asSlice(WORD2_AT, JAVA_INT);
        state = block.asSlice(STATE_AT, Libc.stateLayout());
    }

    static Workspace ofPoller() {
        return new Workspace(Socket.TRANSFER_BYTES_MAX);
    }

    static Workspace alone() {
        return new Workspace(BUFFER_BYTES_ALONE);
    }

    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 8);
    }

    /** Made at the first use: a socket without a poller often only wants an option set. */
    MemorySegment buffer() {
        MemorySegment made = buffer;
        if (made == null) {
            made = arena.allocate(bufferBytes, 64);
            buffer = made;
        }
        return made;
    }

    int bufferBytes() {
        return bufferBytes;
    }

    /** Encodes into {@link #address} and returns the length. */
    int encode(SocketAddress socketAddress) throws IOException {
        return Sockaddr.encode(socketAddress, address);
    }

    /** Readies {@link #address} and {@link #word} for a call that fills them. */
    void expectAddress() {
        word.set(JAVA_INT, 0, (int) address.byteSize());
    }

    /** The address a call has filled in. */
    SocketAddress decodeAddress() {
        return Sockaddr.decode(address, Math.min(word.get(JAVA_INT, 0), Sockaddr.BYTES_MAX));
    }
}
