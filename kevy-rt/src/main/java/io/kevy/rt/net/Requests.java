package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;

/** Takes the requests of connections. */
public interface Requests {
    /**
     * Takes one request. Its reply is in {@code out} on return, or is promised through the
     * connection's {@link Connection#replies() queue}.
     *
     * @param out empty or holding earlier replies of this connection
     * @return false when the request cannot be run yet and must be given again, unconsumed, when
     *     earlier replies of the connection have come in
     */
    boolean request(Connection connection, Argv argv, ReplyWriter out);

    /**
     * These requests of a connection will be given one by one in a moment, unless one of them keeps
     * the others from being run: a chance to fetch what they need from memory.
     */
    void foresee(Connection connection, Lookahead requests);

    /** The connection is gone: drops what the server remembers for it. */
    void closed(Connection connection);
}
