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

    /** The connection is gone: drops what the server remembers for it. */
    void closed(Connection connection);
}
