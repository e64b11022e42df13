package io.kevy.rt.net;

import io.kevy.resp.ChunkSource;
import io.kevy.resp.Piece;
import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;

/**
 * What the connections of one shard share for reading. Nothing in it outlives the reading of one
 * connection: whoever has used the parser resets it, whatever happened.
 */
final class InputBuffer {
    private static final int BYTES = 64 * 1024;

    private final RequestLimits limits;
    private final ChunkSource chunks;
    private final byte[] bytes = new byte[BYTES];
    private final RequestParser parser;
    private final Lookahead lookahead = new Lookahead();
    private final Piece piece = new Piece();

    InputBuffer(RequestLimits limits, ChunkSource chunks) {
        this.limits = limits;
        this.chunks = chunks;
        this.parser = new RequestParser(limits);
    }

    /** Where large arguments go. */
    ChunkSource chunks() {
        return chunks;
    }

    /** For use within one call. */
    Piece piece() {
        return piece;
    }

    byte[] bytes() {
        return bytes;
    }

    RequestParser parser() {
        return parser;
    }

    /** A parser for a request that takes more than one reading. */
    RequestParser newParser() {
        return new RequestParser(limits);
    }

    Lookahead lookahead() {
        return lookahead;
    }
}
