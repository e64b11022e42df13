package io.kevy.rt.command;

import java.util.Locale;

/** A class of commands that an access rule can name. */
public enum AclCategory {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    /** The category as clients see it, with its leading at sign. */
    public String redisName() {
        return "@" + name().toLowerCase(Locale.ROOT);
    }
}
