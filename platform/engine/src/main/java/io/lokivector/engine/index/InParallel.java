package io.lokivector.engine.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Runs one action for many numbers on all cores, and returns when all are done. */
public final class InParallel {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private InParallel() {}

    /**
     * Runs {@code action} for 0 to {@code count - 1}.
     *
     * @param grain how many are worth a thread of their own
     */
    public static void forEach(int count, int grain, IntConsumer action) {
        final int parts = Math.min(CORES, (count + grain - 1) / grain);
        if (parts <= 1) {
            for (int i = 0; i < count; i++) {
                action.accept(i);
            }
            return;
        }
        final List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            final int first = part;
            final FutureTask<Boolean> task =
                    new FutureTask<>(
                            () -> {
                                // Interleaved, because neighbours tend to cost alike.
                                for (int i = first; i < count; i += parts) {
                                    action.accept(i);
                                }
                            },
                            true);
            tasks.add(task);
            if (part > 0) {
                Thread.ofVirtual().name("lokivector-index-", part).start(task);
            }
        }
        tasks.get(0).run();
        // All have ended before a failure of one is told.
        @Nullable Throwable failure = null;
        for (final FutureTask<Boolean> task : tasks) {
            final @Nullable Throwable ofTask = join(task);
            failure = failure == null ? ofTask : failure;
        }
        if (failure instanceof final RuntimeException unchecked) {
            throw unchecked;
        } else if (failure != null) {
            throw new CompletionException(failure);
        }
    }

    /** Waits for a task, and gives what it failed with. */
    private static @Nullable Throwable join(FutureTask<Boolean> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
