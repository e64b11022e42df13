package io.kevy.rt.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several threads put tasks in while the owner sleeps and wakes: each runs once and in order. */
class MailboxStressTest {
    private static final int PRODUCERS = 3;
    private static final int TASKS = 30_000;
    private static final long PATIENCE_SECONDS = 20;

    private final Semaphore calls = new Semaphore(0);
    private final int[] next = new int[PRODUCERS];
    private int done;

    @Test
    void everyTaskRunsOnceAndInOrder() throws Exception {
        var sleeper = new Sleeper(calls::release);
        var mailbox = new Mailbox(sleeper);
        var producers = new ArrayList<Thread>();
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int self = producer;
            producers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < TASKS; i++) {
                                            int number = i;
                                            mailbox.execute(() -> run(self, number));
                                        }
                                    }));
        }
        while (done < PRODUCERS * TASKS) {
            sleeper.awake();
            mailbox.run(() -> false);
            if (mailbox.isEmpty() && done < PRODUCERS * TASKS && sleeper.maySleep()) {
                assertTrue(
                        calls.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "slept over a task");
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertEquals(PRODUCERS * TASKS, done);
    }

    private void run(int producer, int number) {
        assertEquals(next[producer]++, number);
        done++;
    }
}
