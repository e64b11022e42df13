package io.kevy.rt.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the directive table: every fact about a directive, once.
 *
 * @param index place in the table
 * @param name lower case
 * @param aliases further names, for each of which {@code CONFIG GET} answers too
 * @param kind what values it takes
 * @param initial value when nothing is configured
 * @param change whether {@code CONFIG SET} may change it
 */
record Directive<T>(
        int index, String name, List<String> aliases, Kind<T> kind, T initial, Change change) {

    /** Whether a directive can be changed at run time. */
    enum Change {
        LIVE(null),
        FIXED("can't set immutable config"),
        /** A client that may set it could make the server write files anywhere. */
        PROTECTED("can't set protected config");

        private final @Nullable String refusal;

        Change(@Nullable String refusal) {
            this.refusal = refusal;
        }

        /** Why it cannot be changed; null: it can. */
        @Nullable String refusal() {
            return refusal;
        }
    }
}
