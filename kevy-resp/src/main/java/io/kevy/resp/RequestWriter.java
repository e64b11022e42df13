package io.kevy.resp;

import java.lang.foreign.MemorySegment;

/**
 * Writes requests as arrays of bulk strings, one behind the other into one growing array.
 *
 * <p>{@link #begin} announces the arguments, then each is written. Nothing is allocated while the
 * array is big enough. Not safe for use by several threads.
 */
public final class RequestWriter {
    private final Output out;

    public RequestWriter(int initialBytes) {
        out = new Output(initialBytes);
    }

    /** Begins a request of {@code argc} arguments. */
    public void begin(int argc) {
        out.header('*', argc);
    }

    public void arg(MemorySegment source, long offset, int length) {
        out.bulk(source, offset, length);
    }

    public void arg(byte[] source, int offset, int length) {
        out.bulk(source, offset, length);
    }

    public void arg(byte[] source) {
        out.bulk(source, 0, source.length);
    }

    public void arg(String utf8) {
        out.bulkUtf8(utf8);
    }

    /** The decimal digits as an argument. */
    public void arg(long value) {
        out.bulkLong(value);
    }

    /** A whole request. */
    public void argv(Argv source) {
        int count = source.count();
        begin(count);
        for (int i = 0; i < count; i++) {
            int to = out.bulkReserve(source.length(i));
            source.copyTo(i, out.memory(), to);
        }
    }

    /** A whole request of these arguments in UTF-8. */
    public void command(String... args) {
        begin(args.length);
        for (String arg : args) {
            out.bulkUtf8(arg);
        }
    }

    /** The requests, in the first {@link #size()} bytes. Another array after a write that grows it. */
    public byte[] array() {
        return out.array();
    }

    /** The memory of {@link #array}. */
    public MemorySegment memory() {
        return out.memory();
    }

    public int size() {
        return out.at();
    }

    /** Forgets all requests and keeps the array. */
    public void clear() {
        out.clear();
    }
}
