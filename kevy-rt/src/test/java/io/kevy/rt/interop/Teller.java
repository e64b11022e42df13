package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.resp.Reply;
import io.kevy.rt.replication.RespClient;
import java.util.List;
import java.util.SplittableRandom;

/** Moves money between accounts by optimistic transactions, and keeps its own books. */
final class Teller {
    private static final long AMOUNT_MAX = 100;

    private final List<String> accounts;
    private final SplittableRandom random;
    private final long[] moved;
    private int retries;

    Teller(List<String> accounts, long seed) {
        this.accounts = accounts;
        this.random = new SplittableRandom(seed);
        this.moved = new long[accounts.size()];
    }

    /** Moves a random amount between two random accounts, as often as it takes. */
    void transfer(RespClient client) {
        int from = random.nextInt(accounts.size());
        int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        long amount = random.nextLong(1, AMOUNT_MAX);
        while (!tryToTransfer(client, from, to, amount)) {
            retries++;
        }
        moved[from] -= amount;
        moved[to] += amount;
    }

    private boolean tryToTransfer(RespClient client, int from, int to, long amount) {
        String source = accounts.get(from);
        String target = accounts.get(to);
        assertEquals("OK", client.text("WATCH", source, target));
        long sourceBalance = Long.parseLong(client.text("GET", source));
        long targetBalance = Long.parseLong(client.text("GET", target));
        assertEquals("OK", client.text("MULTI"));
        client.call("SET", source, Long.toString(sourceBalance - amount));
        client.call("SET", target, Long.toString(targetBalance + amount));
        var result = client.call("EXEC");
        if (result instanceof Reply.Null) {
            return false;
        }
        var ok = new Reply.Simple("OK");
        assertEquals(new Reply.Array(List.of(ok, ok)), result);
        return true;
    }

    /** What was moved to the account, less what was moved away. */
    long moved(int account) {
        return moved[account];
    }

    /** Transactions that failed because another client came between. */
    int retries() {
        return retries;
    }
}
