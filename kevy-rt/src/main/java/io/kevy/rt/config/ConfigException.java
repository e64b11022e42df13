package io.kevy.rt.config;

import java.io.Serial;

/** A configuration that cannot be used; the message says where and why, a line for each reason. */
public final class ConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }

    /** The lines, separated by {@code \n}. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
