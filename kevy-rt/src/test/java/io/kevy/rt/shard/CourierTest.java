package io.kevy.rt.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.rt.command.Command;
import io.kevy.rt.dispatch.CommandSet;
import io.kevy.rt.net.ForwardBatch;
import io.kevy.rt.ring.Sleeper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CourierTest {
    private final int[] woken = new int[2];
    private final Sleeper first = new Sleeper(() -> woken[0]++);
    private final Sleeper second = new Sleeper(() -> woken[1]++);
    private final Lanes lanes = new Lanes(2);
    private final Courier source = new Courier(0, 2, lanes, List.of(first, second),
            ChunkSource.ofArenas());
    private final Courier target = new Courier(1, 2, lanes, List.of(first, second),
            ChunkSource.ofArenas());
    private final Argv request = argv("GET", "key");
    private final Command row = row();

    @Test
    void theRequestsOfATurnTravelTogetherAndWakeTheirTargetOnce() {
        asleep(second);
        var batch = source.add(1, row, request, 2, 3);
        assertSame(batch, source.add(1, row, argv("GET", "other"), 4, 2));
        assertEquals(0, woken[1]);
        assertFalse(target.hasMail());

        source.send();
        assertEquals(1, woken[1]);
        assertTrue(target.hasMail());
        var seen = new ArrayList<String>();
        var arguments = new Argv();
        target.receive(
                arrived -> {
                    for (int i = 0; i < arrived.count(); i++) {
                        arrived.arguments(i, arguments);
                        seen.add(arrived.db(i) + " " + arguments);
                        arrived.replyTo(i).simple("OK");
                        arrived.replied();
                    }
                },
                arrived -> {},
                () -> false);
        assertEquals(2, seen.size());
        assertTrue(seen.getFirst().startsWith("2 ") && seen.getFirst().contains("key"),
                seen::toString);
        assertTrue(seen.getLast().startsWith("4 ") && seen.getLast().contains("other"),
                seen::toString);
        var back = new ArrayList<ForwardBatch>();
        source.receive(arrived -> {}, back::add, () -> false);
        assertEquals(List.of(there(batch)), back);
    }

    @Test
    void aFullBatchIsSentAtOnceAndAnotherBegun() {
        var batch = source.add(1, row, request, 0, 2);
        for (int i = 1; i < ForwardBatch.REQUESTS_MAX; i++) {
            assertSame(batch, source.add(1, row, request, 0, 2));
        }
        assertFalse(target.hasMail());
        assertNotSame(batch, source.add(1, row, request, 0, 2));
        assertTrue(target.hasMail());
    }

    @Test
    void thereIsNoRoomWhenAllBatchesAreOnTheWayUntilOneIsFinished() {
        ForwardBatch last = null;
        for (int i = 0; i < Lanes.BATCHES_MAX; i++) {
            last = source.add(1, row, request, 0, 2);
            source.send();
        }
        assertFalse(source.hasRoom());
        assertNull(source.add(1, row, request, 0, 2));

        source.finished(there(last));
        assertTrue(source.hasRoom());
        assertNotNull(source.add(1, row, request, 0, 2));
    }

    @Test
    void whatDoesNotFitIntoATurnStaysForTheNext() {
        source.add(1, row, request, 0, 2);
        source.send();
        target.receive(arrived -> {}, arrived -> {}, () -> true);
        assertTrue(target.hasMail());
        target.receive(arrived -> {}, arrived -> {}, () -> false);
        assertFalse(target.hasMail());
        assertTrue(source.hasMail());
    }

    private static ForwardBatch there(@Nullable ForwardBatch batch) {
        if (batch == null) {
            throw new AssertionError("there was room");
        }
        return batch;
    }

    private static void asleep(Sleeper sleeper) {
        sleeper.awake();
        assertTrue(sleeper.maySleep());
    }

    private static Argv argv(String... words) {
        var argv = new Argv();
        argv.clear(String.join("", words).getBytes(StandardCharsets.US_ASCII));
        int at = 0;
        for (String word : words) {
            argv.add(at, word.length());
            at += word.length();
        }
        return argv;
    }

    private static Command row() {
        var row = CommandSet.table().find(argv("GET"));
        if (row == null) {
            throw new AssertionError("no such command");
        }
        return row;
    }
}
