package io.kevy.rt.command;

import java.util.Locale;

/** The chapter of the command reference a command stands in. */
public enum Group {
    CLUSTER,
    CONNECTION,
    GENERIC,
    SERVER,
    STRING,
    TRANSACTIONS;

    /** The group as {@code COMMAND DOCS} shows it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
