package io.lokivector.kernel.extension;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long the code of a module or plugin may take to start: one that never returns must not keep
 * the server from starting, or its folders from being followed.
 *
 * <p>Java cannot end a thread, so whatever runs too long is interrupted and left to itself; being a
 * daemon, it does not keep the process alive. Thread-safe.
 */
public final class TimeLimit {
    private final Duration atMost;

    /** Limits to a time. */
    public TimeLimit(Duration atMost) {
        this.atMost = atMost;
    }

    /** Somebody else's code did not return in time. */
    public static final class Exceeded extends LokiVectorException {
        private static final long serialVersionUID = 1L;

        private Exceeded(String sentence) {
            super(ErrorCode.UNAVAILABLE, sentence);
        }
    }

    /**
     * Runs somebody else's code on a thread of its own, and waits for it.
     *
     * @param name of the thread
     * @throws Exceeded if it did not return in time
     * @throws ExecutionException with what it threw as its cause
     */
    public <T> T run(String name, Callable<T> work) throws ExecutionException {
        final FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new Exceeded(
                    String.format(
                            Locale.ROOT,
                            "it did not return within %s s (extensions.start-timeout) and is left"
                                    + " alone until the server is restarted",
                            seconds()));
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Exceeded("the server stopped before it returned");
        }
    }

    private String seconds() {
        final long millis = atMost.toMillis();
        return millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1000.0);
    }
}
