package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Chunks that know who has them; refuses the n-th if told so, and spoils what is given back. */
final class CountedChunks implements ChunkSource {
    private final List<MemorySegment> out = new ArrayList<>();
    private int taken;
    private int refused = Integer.MAX_VALUE;

    /** The {@code n}-th chunk from now on is refused, and all after it; 0 is the next. */
    void refuse(int n) {
        refused = taken + n;
    }

    void refuseNone() {
        refused = Integer.MAX_VALUE;
    }

    /** Chunks that have been taken and not given back. */
    int outstanding() {
        return out.size();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public MemorySegment take(int bytesMin) {
        if (taken >= refused) {
            throw new OutOfMemoryError("refused");
        }
        taken++;
        var chunk = Arena.ofAuto().allocate(Math.max(bytesMin, CHUNK_BYTES)).fill((byte) 0x55);
        out.add(chunk);
        return chunk;
    }

    @Override
    public void giveBack(MemorySegment chunk) {
        assertTrue(out.remove(chunk), "given back twice, or not one of these");
        chunk.fill((byte) 0xAA);
    }
}
