package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending a poll from outside. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WakerSpecTest extends TransportSpec {
    private static final long FOR_EVER = -1;

    @Test
    void aWakeEndsAPollOfAnotherThreadAgainAndAgain() throws Exception {
        Poller poller = poller();
        var ended = new ArrayBlockingQueue<Integer>(1);
        int rounds = 2000;
        Thread sleeper =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        for (int i = 0; i < rounds; i++) {
                                            ended.put(poller.poll(FOR_EVER));
                                        }
                                    } catch (IOException | InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        for (int i = 0; i < rounds; i++) {
            poller.waker().wake();
            assertEquals(0, ended.poll(10, TimeUnit.SECONDS), "round " + i);
        }
        sleeper.join();
    }

    @Test
    void wakesBeforeAPollEndThatPollAndNoFurtherOne() throws IOException {
        Poller poller = poller();
        for (int i = 0; i < 1000; i++) {
            poller.waker().wake();
        }
        assertEquals(0, poller.poll(FOR_EVER));
        long start = System.nanoTime();
        assertEquals(0, poller.poll(20_000_000));
        assertTrue(System.nanoTime() - start >= 20_000_000, "a wake was left over");
        poller.waker().wake();
        assertEquals(0, poller.poll(FOR_EVER));
    }

    @Test
    void aWakeHidesNothingThatIsReady() throws IOException {
        Pair pair = pair();
        Poller poller = poller();
        poller.register(pair.near(), Poller.WRITE, "near");
        poller.waker().wake();
        assertReady(Poller.WRITE, poller, "near");
    }

    @Test
    void noWorkHandedOverByManyThreadsIsEverSleptOver() throws Exception {
        Poller poller = poller();
        var work = new ConcurrentLinkedQueue<Integer>();
        int threads = 4;
        int each = 5000;
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            producers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < each; i++) {
                                            work.add(i);
                                            poller.waker().wake();
                                        }
                                    }));
        }
        int done = 0;
        while (done < threads * each) {
            if (work.poll() != null) {
                done++;
            } else {
                poller.poll(FOR_EVER);
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
    }

    @Test
    void wakingAPollerWhileItClosesAndAfterDoesNothing() throws Exception {
        for (int round = 0; round < 50; round++) {
            Poller poller = transport.openPoller();
            Waker waker = poller.waker();
            CompletableFuture<Void> waking =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 200; i++) {
                                    waker.wake();
                                }
                            });
            poller.poll(0);
            poller.close();
            Pair pair = pair(); // may own the descriptor numbers of the closed poller
            waking.get(10, TimeUnit.SECONDS);
            waker.wake();
            assertEquals(0, pair.near().read(new byte[8], 0, 8));
            assertEquals(0, pair.far().read(new byte[8], 0, 8));
            closeAll();
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
