package io.lokivector.engine.recall;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.index.RecentQueries.Sampled;
import io.lokivector.engine.index.VectorField;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures the recall of all vector fields: when nobody is being served, it compares searches that
 * clients made of late with their exact answers, one at a time, the fields in turn.
 *
 * <p>It works on one thread, stops while somebody is served, and uses no more than its share of one
 * core: each comparison is paid for by a rest. Each sampled query is compared once. Thread-safe.
 */
public final class RecallSampler implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RecallSampler.class.getName());

    /** How often it is looked whether there is time; unused time is not saved up for longer. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How long a comparison waits for others before it is given up for now. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Supplier<List<CollectionStore>> collections;
    private final BooleanSupplier isIdle;
    private final double share;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean isClosed;
    private volatile @Nullable Future<?> schedule;

    /** Which field is looked at first. */
    private final AtomicInteger turn = new AtomicInteger();

    // Of the thread that holds the lock:
    private long paidUntilNanos;
    private long waitedNanos;

    /**
     * A sampler that has not begun.
     *
     * @param isIdle whether nobody is being served at this moment
     * @param share of one core that it may use, from 0 to 1; 0 for none
     * @param nanoTime elapsing time in nanoseconds, from any origin
     */
    public RecallSampler(
            Supplier<List<CollectionStore>> collections,
            BooleanSupplier isIdle,
            double share,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.collections = collections;
        this.isIdle = isIdle;
        this.share = share;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.paidUntilNanos = nanoTime.getAsLong();
    }

    /** Samples in the background from now on. */
    public void start(ScheduledExecutorService executor) {
        if (share > 0) {
            schedule =
                    executor.scheduleWithFixedDelay(
                            this::sampleInBackground,
                            INTERVAL.toMillis(),
                            INTERVAL.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** On a thread that the system may set aside, as it cannot a virtual one that computes. */
    private void sampleInBackground() {
        if (!isClosed && !working.isLocked() && next(collections.get()).isPresent()) {
            Thread.ofPlatform()
                    .name("lokivector-recall")
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .start(this::sample);
        }
    }

    /** A sampled search that is to be compared. */
    private record Task(CollectionStore store, VectorField field, Sampled sampled) {}

    /**
     * Compares searches until there is none left, or its share of time is used up, or somebody is
     * served.
     *
     * @return how many it has compared
     */
    public int sample() {
        if (!working.tryLock()) {
            return 0;
        }
        try {
            waitedNanos = 0;
            int compared = 0;
            while (isDue() && giveWay()) {
                final Optional<Task> task = next(collections.get());
                turn.incrementAndGet();
                if (task.isEmpty() || !compare(task.get())) {
                    return compared;
                }
                compared++;
            }
            return compared;
        } finally {
            working.unlock();
        }
    }

    private boolean isDue() {
        final long now = nanoTime.getAsLong();
        paidUntilNanos = Math.max(paidUntilNanos, now - INTERVAL.toNanos());
        return !isClosed && share > 0 && paidUntilNanos <= now;
    }

    /** The next field in turn that has a search to be compared. */
    private Optional<Task> next(List<CollectionStore> stores) {
        final int first = turn.get();
        for (int i = 0; i < stores.size(); i++) {
            final CollectionStore store = stores.get(Math.floorMod(first + i, stores.size()));
            final List<VectorField> fields = store.vectors().all();
            for (int j = 0; j < fields.size(); j++) {
                final VectorField field = fields.get(Math.floorMod(first + j, fields.size()));
                final Optional<Sampled> sampled = field.recent().from(field.recall().next());
                if (sampled.isPresent()) {
                    return Optional.of(new Task(store, field, sampled.get()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean compare(Task task) {
        final long begun = nanoTime.getAsLong();
        final long waitedBefore = waitedNanos;
        try {
            final OptionalDouble found =
                    new RecallCheck(task.store, task.field, this::giveWay)
                            .shareFound(task.sampled.query());
            if (found.isEmpty()) {
                return false;
            }
            task.field.recall().add(found.getAsDouble(), clock.instant());
            task.field.recall().passed(task.sampled.number());
            return true;
        } catch (RuntimeException e) {
            // Its index may have been closed, or have got vectors of another length.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "A search of " + task.field.field() + " cannot be compared",
                    e);
            task.field.recall().passed(task.sampled.number());
            return true;
        } finally {
            final long worked = nanoTime.getAsLong() - begun - (waitedNanos - waitedBefore);
            paidUntilNanos += (long) (worked / share);
        }
    }

    /** Lets others go first; false if that takes too long. */
    private boolean giveWay() {
        while (!isClosed && !isIdle.getAsBoolean()) {
            if (waitedNanos > PATIENCE_NANOS) {
                return false;
            }
            final long begun = nanoTime.getAsLong();
            LockSupport.parkNanos(NAP_NANOS);
            waitedNanos += nanoTime.getAsLong() - begun;
        }
        return !isClosed;
    }

    /** Stops, and waits until what is under way has ended; idempotent. */
    @Override
    public void close() {
        isClosed = true;
        final @Nullable Future<?> scheduled = schedule;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        working.lock();
        working.unlock();
    }
}
