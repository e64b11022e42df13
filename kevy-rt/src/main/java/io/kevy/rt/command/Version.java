package io.kevy.rt.command;

/** What the server says it is. */
public final class Version {
    /** Version of this server. */
    public static final String KEVY = "0.1.0";

    /** Version of Redis whose commands and replies this server has; clients go by it. */
    public static final String REDIS = "7.2.0";

    private Version() {}
}
