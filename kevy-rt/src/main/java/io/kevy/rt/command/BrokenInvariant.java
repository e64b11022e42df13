package io.kevy.rt.command;

import java.io.Serial;

/**
 * A change was made in part and cannot be taken back, so the data must not be served any more: the
 * process ends. Never caught to go on.
 */
public final class BrokenInvariant extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1L;

    BrokenInvariant(String command, Throwable cause) {
        super(command + " failed half done: " + cause, cause);
    }
}
