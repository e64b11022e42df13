package io.kevy.rt.command;

/**
 * The way to one client from anywhere.
 *
 * <p>Any thread may call it: what is asked for happens in a turn of the shard that has the client's
 * connection, in the order of the calls, and nothing happens once the client is gone.
 */
public interface Outlet {
    /** The outlet of a session that has no connection. */
    Outlet NOWHERE =
            new Outlet() {
                @Override
                public void stir() {}

                @Override
                public void push(byte[] message) {}

                @Override
                public void close(String reason) {}
            };

    /** What the client waits for may have happened. Cheap; calls coalesce. */
    void stir();

    /**
     * Sends {@code message}, which is not changed any more, behind the replies that are due; it
     * counts as unread output.
     */
    void push(byte[] message);

    /** Closes the connection and logs {@code reason}. */
    void close(String reason);
}
