package io.lokivector.kernel.extension;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One component's share of the server's background threads.
 *
 * <p>When the component goes, what it had scheduled is cancelled: a task would hold its code.
 * Shutting it down is the host's business, so {@link #shutdown()} cancels the component's own tasks
 * and leaves the threads alone.
 */
final class ComponentExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final ScheduledExecutorService shared;
    private final Set<Future<?>> tasks =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean isShutDown;

    ComponentExecutor(ScheduledExecutorService shared) {
        this.shared = shared;
    }

    private <F extends Future<?>> F keep(F task) {
        tasks.add(task);
        return task;
    }

    private void checkOpen() {
        if (isShutDown) {
            throw new RejectedExecutionException("the component was closed");
        }
    }

    @Override
    public void execute(Runnable command) {
        checkOpen();
        keep(shared.submit(command));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        checkOpen();
        return keep(shared.schedule(command, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        checkOpen();
        return keep(shared.schedule(callable, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable command, long initialDelay, long period, TimeUnit unit) {
        checkOpen();
        return keep(shared.scheduleAtFixedRate(command, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable command, long initialDelay, long delay, TimeUnit unit) {
        checkOpen();
        return keep(shared.scheduleWithFixedDelay(command, initialDelay, delay, unit));
    }

    @Override
    public void shutdown() {
        isShutDown = true;
        for (final Future<?> task : Set.copyOf(tasks)) {
            task.cancel(false);
        }
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShutDown;
    }

    @Override
    public boolean isTerminated() {
        return isShutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutDown;
    }
}
