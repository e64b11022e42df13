package io.kevy.replicate;

/** Why a replica gets a whole snapshot instead of the frames it asked for. */
public enum FullSyncReason {
    /** It has nothing yet, and the frames do not reach back to the beginning. */
    FRESH_REPLICA("the replica is empty"),
    /** The frames it asked for have been dropped, or belong to an earlier history. */
    OFFSET_TOO_OLD("the offset is older than the backlog"),
    /** It asked for an offset that was never reached here. */
    OFFSET_IN_FUTURE("the offset is ahead of this primary"),
    /** It was streaming, and too slow for the backlog. */
    FELL_BEHIND("the replica fell behind the backlog"),
    /** The primary's data was replaced as a whole. */
    HISTORY_RESTARTED("the primary began a new history");

    private final String text;

    FullSyncReason(String text) {
        this.text = text;
    }

    /** One line for the log. */
    public String text() {
        return text;
    }
}
