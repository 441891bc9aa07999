package io.lokivector.benchmarks.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The same work on several threads. */
final class Parallel {
    private Parallel() {}

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Runs the work once on each of so many threads, and waits for all.
     *
     * @throws IllegalStateException if one of them failed
     */
    static void run(int threads, Work work) throws InterruptedException {
        final List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final Callable<Boolean> call =
                    () -> {
                        work.run();
                        return true;
                    };
            final FutureTask<Boolean> task = new FutureTask<>(call);
            tasks.add(task);
            Thread.ofPlatform().name("worker-" + i).start(task);
        }
        for (final FutureTask<Boolean> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
