package io.kevy.rt.interop;

import java.io.IOException;

/** A stream of requests to a server, which fails unless all of them are answered well. */
interface Load {
    /**
     * Puts the load on the server of this port.
     *
     * @return how many requests the server has answered at least
     */
    long run(int port) throws IOException, InterruptedException;
}
