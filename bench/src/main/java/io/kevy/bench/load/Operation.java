package io.kevy.bench.load;

import java.util.Locale;

/** The command that a load consists of. */
public enum Operation {
    GET, SET;

    /**
     * The operation of this name in any case.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Operation parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
