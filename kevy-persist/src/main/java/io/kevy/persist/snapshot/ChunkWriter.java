package io.kevy.persist.snapshot;

import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;

/** Little-endian numbers and bytes into the chunks of a {@link ChunkSink}, cut wherever one ends. */
final class ChunkWriter {

    private final ChunkSink sink;
    private MemorySegment chunk = MemorySegment.NULL;
    private int at;
    private int end;

    ChunkWriter(ChunkSink sink) {
        this.sink = sink;
    }

    void u8(int number) {
        if (at == end) {
            nextChunk();
        }
        LittleEndian.u8(chunk, at++, number);
    }

    void u32(int number) {
        if (end - at >= Integer.BYTES) {
            LittleEndian.u32(chunk, at, number);
            at += Integer.BYTES;
        } else {
            cut(number, Integer.BYTES);
        }
    }

    void u64(long number) {
        if (end - at >= Long.BYTES) {
            LittleEndian.u64(chunk, at, number);
            at += Long.BYTES;
        } else {
            cut(number, Long.BYTES);
        }
    }

    private void cut(long number, int width) {
        for (int i = 0; i < width; i++) {
            u8((int) (number >>> (Byte.SIZE * i)));
        }
    }

    void bytes(Slice bytes) {
        long from = bytes.offset();
        int left = bytes.length();
        while (left > 0) {
            if (at == end) {
                nextChunk();
            }
            int size = Math.min(left, end - at);
            MemorySegment.copy(bytes.memory(), from, chunk, at, size);
            at += size;
            from += size;
            left -= size;
        }
    }

    /** Hands over what has been written since the last full chunk. */
    void flush() {
        if (at > 0) {
            var written = chunk;
            int length = at;
            chunk = MemorySegment.NULL;
            at = 0;
            end = 0;
            sink.full(written, length);
        }
    }

    private void nextChunk() {
        flush();
        var next = sink.free();
        if (next.byteSize() == 0) {
            throw new IllegalArgumentException("a chunk has room for a byte at least");
        }
        chunk = next;
        end = (int) Math.min(next.byteSize(), Integer.MAX_VALUE);
    }
}
