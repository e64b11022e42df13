package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Session;

/** Takes the requests of connections. On the shard's thread. */
public interface Requests {
    /**
     * Takes one request.
     *
     * @param out where its reply goes, if it is there at once
     * @param waiting whether earlier replies of the session are outstanding
     * @return what has become of it
     */
    Outcome request(Session session, Argv argv, ReplyWriter out, boolean waiting);

    /**
     * These requests of a session will be given one by one in a moment, unless one of them keeps the
     * others from being run: a chance to fetch what they need from memory.
     */
    void foresee(Session session, Lookahead requests);

    /** The client is gone: drops what the server remembers for it. */
    void closed(Session session);
}
