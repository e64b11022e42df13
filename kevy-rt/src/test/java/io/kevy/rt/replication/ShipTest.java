package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.SnapshotDecoder;
import io.kevy.persist.SnapshotFormatException;
import io.kevy.persist.SnapshotLimits;
import io.kevy.persist.StoreLoader;
import io.kevy.replicate.SnapshotSource.Poll;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShipTest {
    private final Store store = Store.open();
    private final Place place = new Place();
    private final AtomicInteger wakes = new AtomicInteger();

    @AfterEach
    void close() {
        store.close();
    }

    private void fill(int keys, int valueBytes) {
        var value = new byte[valueBytes];
        for (int i = 0; i < keys; i++) {
            byte[] key = ("key" + i).getBytes(StandardCharsets.US_ASCII);
            store.keyspace(0).find(Slice.of(key), place);
            store.strings().set(place, Slice.of(value), Keyspace.NO_DEADLINE);
        }
    }

    private Ship ship() {
        return new Ship(store.freeze(), wakes::incrementAndGet);
    }

    private static Poll awaitChunk(Ship ship) {
        var found = new Poll[] {Poll.NONE_YET};
        Eventually.isTrue(
                "a chunk",
                () -> {
                    found[0] = ship.poll();
                    return found[0] != Poll.NONE_YET;
                });
        return found[0];
    }

    @Test
    void theChunksAreTheSnapshot() throws SnapshotFormatException {
        fill(5000, 1000);
        var ship = ship();
        var worker = Thread.ofPlatform().start(ship);
        try (var copy = Store.open()) {
            var decoder =
                    new SnapshotDecoder(new StoreLoader(copy), 0, SnapshotLimits.redis());
            while (awaitChunk(ship) == Poll.CHUNK) {
                decoder.feed(ship.array(), ship.offset(), ship.length());
            }
            decoder.end();
            assertEquals("", ship.failure());
            assertEquals(store.keyspace(0).digest(), copy.keyspace(0).digest());
            assertEquals(Poll.FINISHED, ship.poll());
        }
        join(worker);
        ship.close();
        assertEquals(0, store.openViews());
        assertTrue(wakes.get() > 5, "the shard was woken for the chunks");
    }

    @Test
    void aWorkerWaitsWhenAllBuffersAreFull() {
        fill(5000, 1000);
        var ship = ship();
        var worker = Thread.ofPlatform().start(ship);
        Eventually.isTrue("it waits", () -> worker.getState() == Thread.State.WAITING);
        assertEquals(Ship.BUFFERS, wakes.get());
        assertEquals(Poll.CHUNK, ship.poll());
        assertEquals(Ship.BUFFER_BYTES, ship.length());
        assertEquals(Poll.CHUNK, ship.poll());
        Eventually.isTrue("it goes on", () -> wakes.get() == Ship.BUFFERS + 1);
        ship.close();
        join(worker);
    }

    @Test
    void closingEndsAWaitingWorkerAndItsView() {
        fill(5000, 1000);
        var ship = ship();
        var worker = Thread.ofPlatform().start(ship);
        Eventually.isTrue("it waits", () -> worker.getState() == Thread.State.WAITING);
        assertEquals(1, store.openViews());
        ship.close();
        join(worker);
        assertEquals(0, store.openViews());
    }

    @Test
    void closingBeforeTheWorkerRunsEndsTheView() {
        fill(10, 10);
        var ship = ship();
        ship.close();
        ship.run();
        assertEquals(0, store.openViews());
        assertEquals(Poll.FAILED, ship.poll());
        assertFalse(ship.failure().isEmpty());
    }

    @Test
    void aFailureOfTheWorkerFailsTheShip() {
        fill(10, 10);
        var view = store.freeze();
        view.close();
        var ship = new Ship(view, wakes::incrementAndGet);
        ship.run();
        assertEquals(Poll.FAILED, awaitChunk(ship));
        assertTrue(ship.failure().contains("worker failed"), ship.failure());
    }

    @Test
    void anErrorOfTheWorkerFailsTheShipToo() {
        fill(10, 10);
        var ship =
                Ship.of(
                        store,
                        () -> {
                            if (wakes.getAndIncrement() == 0) {
                                throw new OutOfMemoryError("none left");
                            }
                        });
        ship.run();
        assertEquals(0, store.openViews());
        assertEquals(Poll.CHUNK, ship.poll());
        assertEquals(Poll.FAILED, ship.poll());
        assertTrue(ship.failure().endsWith("none left"), ship.failure());
    }

    @Test
    void anEmptyStoreHasASnapshotToo() {
        var ship = ship();
        ship.run();
        assertEquals(Poll.CHUNK, ship.poll());
        assertEquals(Poll.FINISHED, ship.poll());
    }

    private static void join(Thread worker) {
        Eventually.isTrue("the worker ends", () -> !worker.isAlive());
    }
}
