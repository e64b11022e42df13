package io.kevy.rt.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several jobs at the same time, each in a virtual thread. */
final class Together {
    private Together() {}

    /**
     * Runs all jobs to their end; returns their results in the order of the jobs.
     *
     * @throws AssertionError when one of them fails, with that as the cause
     */
    static <T> List<T> run(List<? extends Callable<T>> jobs) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (Future<T> result : threads.invokeAll(jobs)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
