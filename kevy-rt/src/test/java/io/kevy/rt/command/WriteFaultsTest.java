package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.resp.ReplyWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every row that says it writes is asked to while the memory for its effects runs out, at each place
 * where it can: it is whole, or it has not happened.
 */
class WriteFaultsTest {
    private static final String REFUSED = "-OOM command not allowed: out of memory";

    /** Tries a request of every row on one shard and on two. */
    private interface Property {
        void holds(String request, int shards);
    }

    private static void always(Property property) {
        WriteRowsTest.REQUESTS.forEach(
                (name, all) -> {
                    for (String arguments : all) {
                        property.holds(WriteRowsTest.request(name, arguments), 1);
                        property.holds(WriteRowsTest.request(name, arguments), 2);
                    }
                });
    }

    @Test
    void aWriteWithoutRoomForItsEffectsHasNotHappened() {
        always(
                (request, count) -> {
                    int places = 0;
                    for (String reply = ""; !succeeds(request, count, places); places++) {
                        assertTrue(places < 20, request + reply);
                    }
                    assertTrue(places > 0, request + " reserves nothing");
                });
    }

    /** Whether the request runs with {@code places} reservations; if not, nothing has happened. */
    private static boolean succeeds(String request, int count, int places) {
        try (var primary = WriteRowsTest.prepared(count);
                var replica = new Shards(count)) {
            replica.replay(primary.takeEffects());
            var before = primary.digest();
            primary.reservationsLeft = places;
            String reply = primary.ask(request);
            String where = request + " on " + count + " shards with " + places + ": " + reply;
            boolean refused = reply.equals(REFUSED);
            assertEquals(refused, before.equals(primary.digest()), where);
            var effects = primary.takeEffects();
            assertEquals(refused, effects.isEmpty(), where);
            replica.replay(effects);
            assertEquals(primary.digest(), replica.digest(), where);
            // What comes next works, and finds no room that was left behind.
            primary.reservationsLeft = Integer.MAX_VALUE;
            assertEquals("+OK", primary.ask("SET after 1"), where);
            assertFalse(primary.ask(request).startsWith("-OOM"), where);
            replica.replay(primary.takeEffects());
            assertEquals(primary.digest(), replica.digest(), where);
            return !refused;
        }
    }

    @Test
    void anEffectThatIsNotTakenAlthoughThereIsRoomEndsTheProcess() {
        always(
                (request, count) -> {
                    try (var primary = WriteRowsTest.prepared(count)) {
                        primary.recordFails = true;
                        assertThrows(
                                BrokenInvariant.class, () -> primary.ask(request), request);
                    }
                });
    }

    @Test
    void aRefusedCommandInATransactionLeavesTheOthersAndTheTransactionSound() {
        WriteRowsTest.REQUESTS.forEach(
                (name, all) -> {
                    for (String arguments : all) {
                        inTransaction(WriteRowsTest.request(name, arguments));
                    }
                });
    }

    private static void inTransaction(String request) {
        try (var primary = WriteRowsTest.prepared(2);
                var replica = new Shards(2)) {
            replica.replay(primary.takeEffects());
            var argv = Shards.argv(Shards.words(request));
            var row = primary.table.find(argv);
            var first = Shards.argv("SET", "first", "1");
            var firstRow = primary.table.find(first);
            assertTrue(row != null && firstRow != null);
            var transaction = primary.session.transaction();
            transaction.open();
            transaction.queue(firstRow, first, 3);
            transaction.queue(row, argv, 3);
            var reply = new ReplyWriter(1024);
            var call = primary.callOn(primary.partitions, reply);
            call.run(
                    Command.row("test").handler(
                            each -> {
                                var queued = transaction.takeQueued();
                                assertFalse(transaction.isOpen(), "left before anything runs");
                                call.runQueued(queued.getFirst());
                                primary.reservationsLeft = 0;
                                var outcome = call.runQueued(queued.getLast());
                                assertTrue(outcome instanceof Outcome.Refused, request);
                            }).build(),
                    argv,
                    primary.session,
                    reply);
            var effects = primary.takeEffects();
            assertEquals(1, effects.size(), request + " has " + effects);
            replica.replay(effects);
            assertEquals(primary.digest(), replica.digest(), request);
            assertEquals(0, transaction.queuedBytes());
        }
    }

    @Test
    void aKeyWhoseRemovalCannotBeMadeKnownStays() {
        try (var shards = new Shards(1)) {
            shards.ask("SET k 1 PX 10");
            shards.takeEffects();
            shards.nowMillis += 11;
            shards.reservationsLeft = 0;
            assertTrue(shards.ask("GET k").startsWith("-"));
            assertEquals(List.of(), shards.takeEffects());
            shards.reservationsLeft = Integer.MAX_VALUE;
            shards.causes.clear();
            assertEquals("$-1", shards.ask("GET k"));
            assertEquals(1, shards.takeEffects().size());
            assertEquals(List.of(Cause.EXPIRY), shards.causes);
        }
    }

    @Test
    void aLargeValueIsRecordedWhole() {
        String large = "x".repeat(200_000);
        try (var primary = new Shards(2);
                var replica = new Shards(2)) {
            for (String request : List.of(
                    "SET a " + large, "APPEND a y", "GETSET b " + large,
                    "SET a z" + large + " EX 9",
                    "RENAME a {b}c", "COPY b a REPLACE", "COPY a a DB 2", "RENAMENX a {b}new")) {
                String reply = primary.ask(request);
                assertFalse(reply.startsWith("-"), reply);
                replica.replay(primary.takeEffects());
                assertEquals(primary.digest(), replica.digest(), request.substring(0, 8));
            }
        }
    }
}
