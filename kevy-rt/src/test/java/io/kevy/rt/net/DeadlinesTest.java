package io.kevy.rt.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Awaited;
import io.kevy.rt.command.Outlet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    /** Close to the largest value, so that times wrap around. */
    private static final long START = Long.parseLong("9223372036854775307");

    private final Deadlines deadlines = new Deadlines();
    private final TestClients clients = new TestClients();

    @Test
    void theyComeInTheOrderOfTheirTimes() {
        var random = new SplittableRandom(1);
        List<Awaiting> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            var waiting = waiting(random.nextInt(1000));
            deadlines.add(waiting);
            expected.add(waiting);
            if (i % 3 == 0) {
                deadlines.remove(expected.remove(random.nextInt(expected.size())));
            }
        }
        expected.sort(Comparator.comparingLong(waiting -> waiting.deadlineNanos() - START));
        for (Awaiting next : expected) {
            assertEquals(next.deadlineNanos(), deadlines.firstNanos());
            var due = deadlines.pollDue(START + 1000);
            assertEquals(next.deadlineNanos(), due == null ? 0 : due.deadlineNanos());
        }
        assertTrue(deadlines.isEmpty());
    }

    @Test
    void noneIsDueBeforeItsTime() {
        var waiting = waiting(10);
        deadlines.add(waiting);

        assertNull(deadlines.pollDue(START + 9));
        assertSame(waiting, deadlines.pollDue(START + 10));
        assertNull(deadlines.pollDue(START + 11));
    }

    @Test
    void whatIsTakenOutTwiceDoesNoHarm() {
        var waiting = waiting(10);
        deadlines.add(waiting);
        deadlines.remove(waiting);
        deadlines.remove(waiting);

        assertTrue(deadlines.isEmpty());
    }

    private Awaiting waiting(int nanos) {
        return new Awaiting(clients.connect().connection(), new Never(), START + nanos);
    }

    private static final class Never implements Awaited {
        @Override
        public long timeoutMillis() {
            return 1;
        }

        @Override
        public void begin(Outlet outlet) {}

        @Override
        public void end(Outlet outlet) {}

        @Override
        public boolean answer(ReplyWriter reply, boolean timedOut) {
            return timedOut;
        }
    }
}
