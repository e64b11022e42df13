package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShipPacingTest {
    private final ShipPacing pacing = new ShipPacing();
    private long now = Long.MAX_VALUE - 1000; // a clock that is about to wrap

    private void shipsAfter(long delayNanos) {
        pacing.underWay(0);
        now += delayNanos - 1;
        assertFalse(pacing.mayShip("r", now));
        now++;
        assertTrue(pacing.mayShip("r", now));
        pacing.shipped("r", now);
    }

    @Test
    void theIntervalsDoubleUpToTheirBound() {
        assertTrue(pacing.mayShip("r", now));
        pacing.shipped("r", now);
        for (long delay = Backoff.NANOS_MIN; delay < Backoff.NANOS_MAX; delay *= 2) {
            shipsAfter(delay);
        }
        shipsAfter(Backoff.NANOS_MAX);
        shipsAfter(Backoff.NANOS_MAX);
    }

    @Test
    void aSteadyReplicaBeginsAnew() {
        pacing.shipped("r", now);
        shipsAfter(Backoff.NANOS_MIN);
        pacing.steady("r");
        assertTrue(pacing.mayShip("r", now));
        pacing.shipped("r", now);
        shipsAfter(Backoff.NANOS_MIN);
    }

    @Test
    void replicasDoNotWaitForEachOther() {
        pacing.shipped("r", now);
        assertFalse(pacing.mayShip("r", now));
        assertTrue(pacing.mayShip("other", now));
    }

    @Test
    void theOneRememberedForLongestIsForgottenFirst() {
        for (int i = 0; i <= ShipPacing.REPLICAS_MAX; i++) {
            pacing.shipped("r" + i, now);
        }
        pacing.underWay(0);
        assertTrue(pacing.mayShip("r0", now));
        assertFalse(pacing.mayShip("r1", now));
    }

    @Test
    void onlyAFewSnapshotsAreSentAtOnce() {
        pacing.underWay(ShipPacing.SHIPS_MAX - 1);
        assertTrue(pacing.mayShip("a", now));
        pacing.shipped("a", now);
        assertFalse(pacing.mayShip("b", now), "one began in this turn");
        assertFalse(pacing.isAwaited(ShipPacing.SHIPS_MAX));
        assertTrue(pacing.isAwaited(ShipPacing.SHIPS_MAX - 1), "one has ended meanwhile");
        pacing.underWay(ShipPacing.SHIPS_MAX - 1);
        assertFalse(pacing.isAwaited(ShipPacing.SHIPS_MAX - 1), "nobody was told to wait");
        assertTrue(pacing.mayShip("b", now));
    }
}
