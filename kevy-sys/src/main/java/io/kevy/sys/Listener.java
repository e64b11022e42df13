package io.kevy.sys;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A bound, listening, non-blocking stream socket. {@link Poller#READ} means that somebody waits.
 *
 * <p>Closing the listener of a Unix-domain address also removes its file, unless another file has
 * taken the path meanwhile.
 */
public interface Listener extends Pollable {
    /**
     * Takes the next waiting connection; {@code null} when none waits. Connections that died while
     * they waited are passed over.
     *
     * @throws IOException with the name of the error, {@code EMFILE} when descriptors have run out:
     *     the connection then still waits and the poller goes on reporting it
     */
    @Nullable Socket accept() throws IOException;

    /** Where it listens, with the port the system chose; also known after {@link #close}. */
    SocketAddress localAddress();
}
