package io.lokivector.index.jvector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads on which vectors are put into a graph.
 *
 * <p>JVector keeps the memory of an insertion for every thread that ever made one, by the thread's
 * number and for as long as the graph lives; callers on virtual threads would fill the heap with
 * it. The threads begin with the first insertions and end with {@link #close()}.
 */
final class InsertLanes implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    InsertLanes(int count) {
        this.threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("lokivector-jvector-", 0).factory());
    }

    /**
     * Runs an insertion, and returns when it is done.
     *
     * @throws IllegalStateException if the lanes are closed
     */
    void run(Runnable insertion) {
        try {
            CompletableFuture.runAsync(insertion, threads).join();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the index is closed", e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Lets insertions under way finish, and ends the threads; idempotent. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
