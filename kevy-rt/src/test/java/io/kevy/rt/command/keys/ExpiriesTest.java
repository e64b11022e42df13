package io.kevy.rt.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.Shards;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpiriesTest {
    private static final long NOW = Shards.START_MILLIS;

    private final Shards shards = new Shards(1);

    @AfterEach
    void close() {
        shards.close();
    }

    private static Shards.Recorded frame(String line) {
        return new Shards.Recorded(0, 0, List.of(line.split(" ")));
    }

    @Test
    void remainingTimesAreRoundedToTheNearestSecond() {
        shards.ask("SET k v PX 10499");
        assertEquals(":10", shards.ask("TTL k"));
        shards.ask("SET k v PX 10500");
        assertEquals(":11", shards.ask("TTL k"));
        shards.nowMillis += 10_100;
        assertEquals(":0", shards.ask("TTL k"));
        assertEquals(":400", shards.ask("PTTL k"));
        assertEquals(":" + (NOW + 10_500), shards.ask("PEXPIRETIME k"));
    }

    @Test
    void aKeyLivesThroughTheMillisecondOfItsDeadline() {
        shards.ask("SET k v PX 10");
        shards.nowMillis += 10;
        assertEquals("$1 v", shards.ask("GET k"));
        assertEquals(":0", shards.ask("PTTL k"));
        shards.nowMillis += 1;
        assertEquals("$-1", shards.ask("GET k"));
        assertEquals(":-2", shards.ask("PTTL k"));
    }

    @Test
    void aDeadlineThatIsNowRemovesTheKey() {
        for (String request : List.of("PEXPIREAT k " + NOW, "SET k w PXAT " + NOW,
                "GETEX k PXAT " + NOW)) {
            shards.ask("SET k v");
            shards.takeEffects();
            shards.ask(request);
            assertEquals(":0", shards.ask("EXISTS k"), request);
            assertEquals(
                    List.of("DEL", "k"), shards.takeEffects().getFirst().arguments(), request);
        }
    }

    @Test
    void aKeyPastItsDeadlineIsAbsentForEveryCommand() {
        for (String request : List.of(
                "GET k", "STRLEN k", "EXISTS k", "TYPE k", "TTL k", "GETDEL k", "GETEX k",
                "PERSIST k", "EXPIRE k 10", "DEL k", "RENAME k l", "COPY k l", "MOVE k 1",
                "SET k v XX", "OBJECT ENCODING k", "LCS k k LEN", "GETRANGE k 0 -1")) {
            shards.ask("FLUSHALL");
            String expected = shards.ask(request);
            shards.ask("SET k v PX 1");
            shards.nowMillis += 2;
            shards.takeEffects();
            assertEquals(expected, shards.ask(request));
            assertEquals(
                    List.of(new Shards.Recorded(0, 0, List.of("DEL", "k"))),
                    shards.takeEffects(),
                    request);
        }
    }

    @Test
    void anExpiredTargetIsNoObstacle() {
        for (String request : List.of("RENAMENX k l", "COPY k l", "MSETNX l 1", "SETNX l 1")) {
            shards.ask("FLUSHALL");
            shards.ask("SET k v");
            shards.ask("SET l old PX 1");
            shards.nowMillis += 2;
            assertEquals(":1", shards.ask(request), request);
            assertEquals(":-1", shards.ask("TTL l"), request);
        }
    }

    @Test
    void clientsOfAReplicaDoNotSeeWhatThePrimaryHasNotRemovedYet() {
        shards.ask("SET k v PX 10");
        shards.nowMillis += 11;
        shards.expiry = Call.Expiry.HIDE;
        shards.takeEffects();
        assertEquals("$-1", shards.ask("GET k"));
        assertEquals(":0", shards.ask("EXISTS k"));
        assertEquals(":1", shards.ask("DBSIZE"));
        assertEquals(List.of(), shards.takeEffects());
    }

    @Test
    void framesOfThePrimaryWorkOnWhatIsPastItsDeadlineHere() {
        shards.ask("SET k 5 PX 10");
        shards.nowMillis += 1000;
        shards.expiry = Call.Expiry.HIDE;
        shards.replay(
                List.of(
                        frame("INCR k"),
                        frame("PEXPIREAT k " + (NOW + 20)),
                        frame("RENAME k l"),
                        frame("SET m 1 PXAT " + (NOW + 30)),
                        frame("APPEND l 0")));
        assertEquals(":2", shards.ask("DBSIZE"));
        shards.nowMillis = NOW + 20;
        assertEquals("*2 $2 60 $1 1", shards.ask("MGET l m"));
        assertEquals(":" + (NOW + 20), shards.ask("PEXPIRETIME l"));
    }

    @Test
    void aReplicaKeepsADeadlineBeforeTheYear1970AsOneThatHasPassed() {
        shards.ask("SET k v");
        shards.replay(List.of(frame("PEXPIREAT k -1")));
        assertEquals(":1", shards.ask("DBSIZE"));
        assertEquals("$-1", shards.ask("GET k"));
    }

    @Test
    void hitsMissesAndExpiriesAreCounted() {
        shards.ask("SET k v PX 10");
        shards.ask("MGET k none k");
        shards.nowMillis += 11;
        shards.ask("GET k");
        var partition = shards.partitions.get(0);
        assertEquals(2, partition.hits());
        assertEquals(2, partition.misses());
        assertEquals(1, partition.expiredKeys());
        assertTrue(partition.changes() >= 2);
    }
}
