package io.kevy.rt.net;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.ReplyWriter;

/** Finished replies that wait for an earlier one. Reused. */
final class Held extends PendingReply {
    private static final int URGENT_BYTES_MIN = 16 * 1024;

    private final ReplyWriter bytes;

    Held(ChunkSource chunks) {
        bytes = new ReplyWriter(chunks);
    }

    long size() {
        return bytes.position();
    }

    /** Moves everything in {@code out} from {@code at} here. */
    void take(ReplyWriter out, long at) {
        bytes.copy(out, at, out.position());
        out.truncate(at);
    }

    @Override
    boolean isComplete() {
        return true;
    }

    @Override
    boolean isUrgent() {
        return bytes.position() > URGENT_BYTES_MIN;
    }

    @Override
    boolean moveTo(ReplyWriter out) {
        out.copy(bytes, 0, bytes.position());
        return true;
    }

    @Override
    boolean drop() {
        return true;
    }

    @Override
    void release(ReplyPool pool) {
        bytes.release();
        pool.giveBack(this);
    }
}
