package io.kevy.rt.net;

import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestParser;
import org.jspecify.annotations.Nullable;

/** The next requests of one connection, parsed before the first of them is run. Reused. */
public final class Lookahead {
    public static final int REQUESTS_MAX = 16;

    private final Argv[] requests = new Argv[REQUESTS_MAX];
    private final int[] bytes = new int[REQUESTS_MAX];
    private int count;
    private boolean more;
    private @Nullable ProtocolException refusal;

    Lookahead() {
        for (int i = 0; i < REQUESTS_MAX; i++) {
            requests[i] = new Argv();
        }
    }

    /** Takes the requests that begin at {@code from}, as many as are complete and as fit. */
    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    void fill(RequestParser parser, byte[] source, int from, int to) {
        count = 0;
        more = false;
        refusal = null;
        int at = from;
        try {
            while (at < to) {
                var argv = requests[count];
                int used = parser.parse(source, at, to, argv);
                if (used == 0) {
                    return;
                }
                bytes[count++] = used;
                at += used;
                // What the parser had to decode stands in an array that it uses again.
                if (count == REQUESTS_MAX || argv.bytes() != source) {
                    more = true;
                    return;
                }
            }
        } catch (ProtocolException e) {
            refusal = e;
        }
    }

    public int count() {
        return count;
    }

    public Argv request(int i) {
        return requests[i];
    }

    /** Bytes of the {@code i}-th request. */
    int bytes(int i) {
        return bytes[i];
    }

    /** Whether more requests may follow those that are here. */
    boolean hasMore() {
        return more;
    }

    /** What is wrong with the request after those that are here; null if it is just incomplete. */
    @Nullable ProtocolException refusal() {
        return refusal;
    }
}
