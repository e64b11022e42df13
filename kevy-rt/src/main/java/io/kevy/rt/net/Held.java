package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;

/** Finished replies that wait for an earlier one. Reused. */
final class Held extends PendingReply {
    private static final int BYTES_AT_FIRST = 256;
    private static final int BYTES_KEPT_MAX = 16 * 1024;

    private final ReplyWriter bytes = new ReplyWriter(BYTES_AT_FIRST);

    int size() {
        return bytes.size();
    }

    /** Moves everything in {@code out} from {@code at} here. */
    void take(ReplyWriter out, int at) {
        bytes.raw(out.array(), at, out.size() - at);
        out.truncate(at);
    }

    @Override
    boolean isComplete() {
        return true;
    }

    @Override
    boolean isUrgent() {
        return bytes.size() > BYTES_KEPT_MAX;
    }

    @Override
    boolean moveTo(ReplyWriter out) {
        out.raw(bytes.array(), 0, bytes.size());
        return true;
    }

    @Override
    boolean drop() {
        return true;
    }

    @Override
    void release(ReplyPool pool) {
        bytes.clear();
        bytes.shrink(BYTES_KEPT_MAX);
        pool.giveBack(this);
    }
}
