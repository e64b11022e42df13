package io.kevy.rt.net;

import io.kevy.rt.command.Awaited;

/** What has become of a request. */
public sealed interface Outcome permits Outcome.Plain, Outcome.Waits, ForwardBatch {
    /** Outcomes about which there is nothing more to say. */
    enum Plain implements Outcome {
        /** The reply has been written. */
        ANSWERED,
        /** It cannot be run yet: to be given again when earlier replies have come. */
        EARLIER_FIRST,
        /** It cannot be forwarded yet: to be given again when there is room. */
        NO_ROOM,
        /** The client must be cut off without a reply. */
        CUT_OFF
    }

    /** The reply comes when {@code awaited} has one. */
    record Waits(Awaited awaited) implements Outcome {}
}
