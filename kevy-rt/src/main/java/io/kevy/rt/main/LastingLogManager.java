package io.kevy.rt.main;

import java.util.logging.LogManager;

/**
 * The JDK's log manager, except that nobody takes the handlers away: its own hook does so at exit,
 * while that of the server still has something to say.
 *
 * <p>Made by the JDK, which is told its name by {@link LogSetup#beforeAnyLogger}.
 */
public final class LastingLogManager extends LogManager {
    public LastingLogManager() {}

    @Override
    public void reset() {}
}
