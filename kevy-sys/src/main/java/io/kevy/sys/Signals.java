package io.kevy.sys;

import java.lang.foreign.Arena;

/** What the process does about signals. */
public final class Signals {
    private Signals() {}

    /**
     * Lets the process ignore SIGHUP, which the end of a terminal sends and which would end it.
     *
     * @return false where that cannot be asked for: it then goes on as before
     */
    public static boolean ignoreHangUp() {
        if (!MappedPages.isSupported()) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            return Libc.ignoreSignal(arena.allocate(Libc.stateLayout()), Libc.SIGHUP);
        }
    }
}
