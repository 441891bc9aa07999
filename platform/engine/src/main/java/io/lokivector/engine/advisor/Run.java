package io.lokivector.engine.advisor;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.IndexAdvice;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The work on one advice, on a thread of its own. */
final class Run implements AdviceRun {
    private final CompletableFuture<IndexAdvice> advice = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final Work work;
    private final Consumer<Run> whenEnded;
    private volatile boolean isGivenUp;

    /** Works out an advice. */
    @FunctionalInterface
    interface Work {
        /**
         * The advice.
         *
         * @param mayGoOn when it says no, the advice is made of what is known
         */
        IndexAdvice carryOut(BooleanSupplier mayGoOn);
    }

    Run(LongSupplier nanoTime, Duration limit, Work work, Consumer<Run> whenEnded) {
        this.nanoTime = nanoTime;
        this.limitNanos = limit.toNanos();
        this.work = work;
        this.whenEnded = whenEnded;
    }

    /** On a thread that the system may set aside, as it cannot a virtual one that computes. */
    void start() {
        Thread.ofPlatform()
                .name("lokivector-advisor")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .start(this::carryOut);
    }

    private void carryOut() {
        final long begun = nanoTime.getAsLong();
        final Runnable tell = outcome(begun);
        // Whoever hears of the outcome may begin the next at once.
        whenEnded.accept(this);
        ended.complete(true);
        tell.run();
    }

    private Runnable outcome(long begun) {
        try {
            final IndexAdvice known =
                    work.carryOut(() -> !isGivenUp && nanoTime.getAsLong() - begun < limitNanos);
            return () -> advice.complete(known);
        } catch (RuntimeException | LinkageError e) {
            return () -> advice.completeExceptionally(e);
        }
    }

    @Override
    public Optional<IndexAdvice> await(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(advice.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof final LokiVectorException known) {
                throw known;
            }
            throw new LokiVectorException(
                    ErrorCode.INTERNAL, "the advice could not be worked out", e);
        }
    }

    @Override
    public void close() {
        isGivenUp = true;
        advice.completeExceptionally(
                new LokiVectorException(ErrorCode.UNAVAILABLE, "the advice was given up"));
    }

    /** Waits until the work has ended. */
    void join() {
        ended.join();
    }
}
