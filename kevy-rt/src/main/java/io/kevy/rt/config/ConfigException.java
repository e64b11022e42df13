package io.kevy.rt.config;

import java.io.Serial;

/** A configuration that cannot be used; the message is one line that says where and why. */
public final class ConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }

    /** The one line. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
