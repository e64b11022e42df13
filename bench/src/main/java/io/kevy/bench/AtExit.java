package io.kevy.bench;

/** Something that has to be done when this JVM ends, by Ctrl-C too, until it is closed. Any thread. */
public final class AtExit implements AutoCloseable {
    private final Thread hook;

    /** Does it at once when the JVM is ending already. */
    public AtExit(Runnable action) {
        hook = Thread.ofPlatform().unstarted(action);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            action.run();
        }
    }

    /** Takes it back, if the JVM is not ending already. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook has been run or is running.
        }
    }
}
