package io.kevy.rt.replication;

import io.kevy.resp.RequestWriter;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * One client's mixed writes, the same for the same seed, and a count of those the server has
 * acknowledged.
 *
 * <p>Keys are shared with other clients except for the counters, which are this client's own: their
 * values say whether a write was lost or done twice.
 */
final class WriteMix {
    static final int COUNTERS = 64;
    private static final int COUNTERS_DB = 5;
    private static final int KEYS = 60_000;
    private static final int VALUE_BYTES_MAX = 200;

    private final SplittableRandom random;
    private final String owner;
    private final long[] asked = new long[COUNTERS];
    private final long[] acknowledged = new long[COUNTERS];
    private final RequestWriter out;
    private int replies;
    private int writes;

    WriteMix(long seed, String owner, RequestWriter out) {
        this.random = new SplittableRandom(seed);
        this.owner = owner;
        this.out = out;
    }

    /** Puts about {@code count} writes into the client's requests; returns how many there are. */
    int batch(int count) {
        writes = 0;
        replies = 0;
        while (writes < count) {
            next();
        }
        return writes;
    }

    /**
     * Sends the batch and waits for all replies. Another client may delete a key before it is
     * renamed; any other error is an exception.
     */
    void send(RespClient client) throws IOException {
        client.flush();
        client.skip(replies, "ERR no such key");
        System.arraycopy(asked, 0, acknowledged, 0, COUNTERS);
    }

    private void next() {
        int dice = random.nextInt(1000);
        if (dice < 420) {
            write("SET", key("k"), value());
        } else if (dice < 470) {
            write("SET", key("k"), value(), "PX", Integer.toString(1 + random.nextInt(3000)));
        } else if (dice < 570) {
            write("SET", key("k"), value(), "EX", Integer.toString(1000 + random.nextInt(9000)));
        } else if (dice < 620) {
            write("DEL", key("k"), key("k"), key("r"));
        } else if (dice < 780) {
            write("INCR", key("n"));
        } else if (dice < 880) {
            write("APPEND", "a" + random.nextInt(KEYS / 10), value());
        } else if (dice < 910) {
            String source = key("r");
            write("SET", source, value());
            write("RENAME", source, key("r"));
        } else if (dice < 950) {
            write("MSET", key("k"), value(), key("k"), value(), key("r"), value());
        } else if (dice < 970) {
            other("MULTI");
            write("SET", key("t"), value());
            write("INCR", key("n"));
            other("EXEC");
        } else if (dice < 990) {
            other("SELECT", "3");
            write("SET", key("k"), value());
            other("SELECT", "0");
        } else {
            int counter = random.nextInt(COUNTERS);
            asked[counter]++;
            other("SELECT", Integer.toString(COUNTERS_DB));
            write("INCR", counter(counter));
            other("SELECT", "0");
        }
    }

    /** Puts {@code FLUSHDB} of the database that most writes go to into the requests. */
    void flushDatabase() {
        replies = 0;
        write("FLUSHDB");
    }

    private void write(String... request) {
        writes++;
        other(request);
    }

    private void other(String... request) {
        replies++;
        out.command(request);
    }

    private String key(String prefix) {
        return prefix + random.nextInt(KEYS);
    }

    private String value() {
        int length = random.nextInt(VALUE_BYTES_MAX) >> random.nextInt(4);
        return Long.toHexString(random.nextLong()) + "x".repeat(length);
    }

    private String counter(int number) {
        return owner + number;
    }

    /** Fails unless each counter on that server is what was acknowledged. */
    void check(RespClient server) {
        server.call("SELECT", Integer.toString(COUNTERS_DB));
        for (int i = 0; i < COUNTERS; i++) {
            String value = server.text("GET", counter(i));
            long counted = value.equals("(nil)") ? 0 : Long.parseLong(value);
            if (counted != acknowledged[i]) {
                throw new AssertionError(
                        counter(i) + " is " + counted + ", acknowledged were " + acknowledged[i]);
            }
        }
        server.call("SELECT", "0");
    }
}
