package io.kevy.rt.command;

import java.util.Locale;

/** A property of a command, as {@code COMMAND INFO} shows it. */
public enum Flag {
    WRITE,
    READONLY,
    DENYOOM,
    ADMIN,
    PUBSUB,
    NOSCRIPT,
    BLOCKING,
    LOADING,
    STALE,
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    ASKING,
    FAST,
    NO_AUTH,
    NO_MULTI,
    MOVABLEKEYS,
    ALLOW_BUSY,
    NO_ASYNC_LOADING,
    NO_MANDATORY_KEYS,
    MAY_REPLICATE,
    TOUCHES_ARBITRARY_KEYS,
    PROTECTED,
    SENTINEL;

    /** The flag as clients see it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
