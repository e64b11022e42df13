package io.kevy.rt.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.sys.Waker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.junit.jupiter.api.Test;

/**
 * A producer and a sleeper that meet at the same moment, millions of times: whoever sleeps over a
 * message was not woken.
 */
class SleeperStressTest {
    /** How long the real one is tried; longer in a soak. */
    private static final int SECONDS = Integer.getInteger("kevy.stressSeconds", 5);

    /** How long one without fences may stay undiscovered, on a machine that is busy otherwise. */
    private static final int UNFENCED_SECONDS_MAX = 120;

    private static final int SPINS = 2_000;

    /** What the rounds ask of a sleeper. */
    private interface Sleeping {
        void awake();

        boolean maySleep();

        void wake();
    }

    private volatile boolean woken;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile boolean stop;

    @Test
    void nobodySleepsOverAMessage() throws Exception {
        var sleeper = new Sleeper(this::woken);
        var fenced =
                new Sleeping() {
                    @Override
                    public void awake() {
                        sleeper.awake();
                    }

                    @Override
                    public boolean maySleep() {
                        return sleeper.maySleep();
                    }

                    @Override
                    public void wake() {
                        sleeper.wake();
                    }
                };
        assertEquals(0, sleptOver(fenced, SECONDS, Integer.MAX_VALUE));
    }

    @Test
    void theRoundsFindASleeperWithoutFences() throws Exception {
        var unfenced = new Unfenced(this::woken);
        assertTrue(sleptOver(unfenced, UNFENCED_SECONDS_MAX, 1) > 0);
    }

    private void woken() {
        woken = true;
    }

    /** Messages slept over, in so many seconds or until there are enough of them. */
    private int sleptOver(Sleeping sleeper, int seconds, int enough) throws InterruptedException {
        var ring = new SpscAtomicArrayQueue<Object>(8);
        var message = new Object();
        var producer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!stop) {
                                        meet();
                                        ring.offer(message);
                                        sleeper.wake();
                                        meet();
                                        sleeper.wake(); // so that every round begins called
                                        meet();
                                    }
                                });
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int sleptOver = 0;
        while (!stop) {
            woken = false;
            meet();
            sleeper.awake();
            boolean seen = ring.poll() != null;
            boolean asleep = !seen && sleeper.maySleep();
            meet();
            if (asleep && !woken) {
                sleptOver++;
            }
            ring.clear();
            stop = sleptOver >= enough || System.nanoTime() - end > 0;
            meet();
        }
        producer.join();
        return sleptOver;
    }

    /** Both go on at the same moment. */
    private void meet() {
        int mine = arrived.incrementAndGet();
        int both = mine + (mine & 1);
        int spins = 0;
        while (arrived.get() - both < 0) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1); // the other one may have no core
            }
        }
    }

    /** {@link Sleeper} with its fences taken out. */
    private static final class Unfenced implements Sleeping {
        private static final int AWAKE = 0;
        private static final int ASLEEP = 1;
        private static final int CALLED = 2;

        private final Waker waker;
        private final AtomicInteger state = new AtomicInteger(CALLED);

        Unfenced(Waker waker) {
            this.waker = waker;
        }

        @Override
        public void awake() {
            state.setRelease(AWAKE);
        }

        @Override
        public boolean maySleep() {
            return state.compareAndSet(AWAKE, ASLEEP);
        }

        @Override
        public void wake() {
            if (state.get() != CALLED && state.getAndSet(CALLED) == ASLEEP) {
                waker.wake();
            }
        }
    }
}
