package io.lokivector.engine.feed;

import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the feed page by page, and waits in between. */
final class Subscription implements ChangeStream {
    /** Many small commits are read together. */
    private static final long GATHER_MS = 5;

    private final ChangeFeed feed;
    private final SequenceNumbers numbers;
    private final Selection selection;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private long last;

    Subscription(ChangeFeed feed, SequenceNumbers numbers, Selection selection, long last) {
        this.feed = feed;
        this.numbers = numbers;
        this.selection = selection;
        this.last = last;
    }

    @Override
    public Optional<ChangePage> next(int limit, Duration atMost) {
        final long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (!isOver()) {
                final ChangePage page =
                        feed.page(selection, new ChangeRequest.Start.After(last), limit);
                last = page.last();
                final long remaining = deadline - System.nanoTime();
                if (!page.changes().isEmpty() || remaining <= 0 && !page.hasMore()) {
                    return Optional.of(page);
                }
                if (!page.hasMore()) {
                    numbers.awaitAbove(last, remaining, isClosed::get);
                    numbers.pause(GATHER_MS, isClosed::get);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private boolean isOver() {
        return isClosed.get() || numbers.isClosed();
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            feed.left();
            numbers.wake();
        }
    }
}
