package io.lokivector.engine.feed;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The durable log of all changes of a database, under one sequence.
 *
 * <pre>
 * changes/state     "r" → {@link Reservation}; "f" → the last number forgotten (8 bytes)
 * changes/log/N.S   last number of a record (8 bytes) → {@link FeedRecord}
 * </pre>
 *
 * <p>Records travel in the batches of the changes they tell of. The log is kept in segments, each a
 * space named by its first number N, and how many S of the numbers below no change has, so that
 * changes can be counted by numbers. So forgetting the oldest costs one small write, however many
 * changes they hold. Thread-safe.
 */
public final class ChangeFeed implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ChangeFeed.class.getName());
    private static final String STATE = "changes/state";
    private static final byte[] RESERVED = {'r'};
    private static final byte[] FORGOTTEN = {'f'};

    /** One more flush of the disk in so many changes. */
    private static final int RESERVATION = 1 << 16;

    private static final int SEGMENT_MAX = 1 << 16;

    /** So long a read waits for changes that were on their way when it began. */
    private static final long SETTLE_MS = 1_000;

    private final StorageEngine storage;
    private final Durability durability;
    private final long retention;
    private final long segmentChanges;
    private final int subscribersMax;
    private final AtomicInteger subscribers = new AtomicInteger();
    private final SequenceNumbers numbers;

    private final ConcurrentSkipListSet<Segment> segments = new ConcurrentSkipListSet<>();

    /**
     * Opens the feed that a storage holds.
     *
     * @param config how many changes are kept, and how many may follow
     */
    public ChangeFeed(StorageEngine storage, EngineConfig config) {
        this.storage = storage;
        this.durability = config.durability();
        this.retention = config.changeFeedRetention();
        this.subscribersMax = config.changeSubscribersMax();
        this.segmentChanges = Math.clamp(retention / 8, 1, SEGMENT_MAX);
        try (Snapshot snapshot = storage.snapshot()) {
            for (final String space : snapshot.spaces()) {
                if (Segment.isSpace(space)) {
                    segments.add(Segment.ofSpace(space));
                }
            }
            final Reservation reservation =
                    snapshot.get(STATE, RESERVED)
                            .map(Reservation::decode)
                            .orElse(Reservation.NONE)
                            .openedWith(newest(snapshot, segments));
            this.numbers = new SequenceNumbers(reservation, RESERVATION, this::reserve);
        }
    }

    /** The number of the newest change that is there. */
    private static long newest(Snapshot snapshot, ConcurrentSkipListSet<Segment> segments) {
        long newest = forgotten(snapshot);
        if (!segments.isEmpty()) {
            try (Snapshot.Scan scan = snapshot.scan(segments.last().space())) {
                while (scan.next()) {
                    newest = ByteBuffer.wrap(scan.key()).getLong();
                }
            }
        }
        return newest;
    }

    private static long forgotten(Snapshot snapshot) {
        return snapshot.get(STATE, FORGOTTEN)
                .map(bytes -> ByteBuffer.wrap(bytes).getLong())
                .orElse(0L);
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private void reserve(Reservation reservation) {
        final WriteBatch batch = new WriteBatch().put(STATE, RESERVED, reservation.encode());
        storage.apply(batch, Durability.FSYNC).await();
    }

    /**
     * Gives changes their numbers, and adds the records of them to a batch. They are in flight, and
     * nobody sees them nor any after them, until {@link #end} is called.
     *
     * @param changes at least one
     */
    public ChangeRange append(
            ChangeBatch changes,
            int collectionNumber,
            String collection,
            long nowMs,
            WriteBatch to) {
        final ChangeRange range = numbers.give(changes.count(), this::segmentOf);
        boolean isAppended = false;
        try {
            final String space = range.segment().space();
            changes.records(
                    collectionNumber,
                    collection,
                    nowMs,
                    range.first(),
                    (last, record) -> to.put(space, bytes(last), record));
            isAppended = true;
            return range;
        } finally {
            if (!isAppended) {
                numbers.skip(range);
            }
        }
    }

    private Segment segmentOf(long first, long skipped) {
        final @Nullable Segment newest = segments.isEmpty() ? null : segments.last();
        if (newest != null && first - newest.first() < segmentChanges) {
            return newest;
        }
        final Segment segment = new Segment(first, skipped);
        segments.add(segment);
        return segment;
    }

    /** Changes are durable and visible, or it has been found out whether they are; idempotent. */
    public void end(ChangeRange range) {
        numbers.end(range);
    }

    /** The storage has refused changes: they never will be; idempotent. */
    public void skip(ChangeRange range) {
        numbers.skip(range);
    }

    /** The last number given: whatever was acknowledged before has no higher one. */
    public long newest() {
        return numbers.given();
    }

    /**
     * Reads changes: all that were acknowledged before are among those looked at.
     *
     * @throws LokiVectorException {@code GONE} if changes after {@code start} are not kept any more
     */
    public ChangePage read(Selection selection, ChangeRequest.Start start, int limit) {
        try {
            numbers.awaitAbove(
                    numbers.given() - 1, TimeUnit.MILLISECONDS.toNanos(SETTLE_MS), () -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return page(selection, start, limit);
    }

    ChangePage page(Selection selection, ChangeRequest.Start start, int limit) {
        // In this order: what is forgotten meanwhile is missing in the snapshot, which says so.
        final long until = numbers.watermark();
        final List<Segment> parts = new ArrayList<>(segments);
        try (Snapshot snapshot = storage.snapshot()) {
            final long forgotten = forgotten(snapshot);
            final long since =
                    switch (start) {
                        case ChangeRequest.Start.After(long sequence) -> {
                            checkKept(sequence, forgotten);
                            yield sequence;
                        }
                        case ChangeRequest.Start.Unflushed _ -> forgotten;
                        case ChangeRequest.Start.Now _ -> Math.max(until, forgotten);
                    };
            final PageReader reader = new PageReader(selection, since, until, limit);
            for (int i = 0; i < parts.size() && !reader.isFull(); i++) {
                final boolean isBefore =
                        i + 1 < parts.size() && parts.get(i + 1).first() <= since + 1;
                if (!isBefore && parts.get(i).first() <= until) {
                    try (Snapshot.Scan scan =
                            snapshot.scan(
                                    parts.get(i).space(), bytes(since + 1), bytes(until + 1))) {
                        reader.read(scan);
                    }
                }
            }
            return reader.page(forgotten);
        }
    }

    private void checkKept(long since, long forgotten) {
        final long newest = numbers.given();
        if (since < forgotten) {
            throw gone(
                    "changes after sequence "
                            + since
                            + " are no longer all kept, only those after "
                            + forgotten,
                    since,
                    forgotten,
                    newest);
        }
        if (since > newest) {
            throw gone(
                    "there is no change "
                            + since
                            + ", the newest is "
                            + newest
                            + "; the number is from another database, or the database was restored",
                    since,
                    forgotten,
                    newest);
        }
    }

    private static LokiVectorException gone(String fault, long since, long oldest, long newest) {
        return new LokiVectorException(
                ErrorCode.GONE,
                fault + "; take note of 'newest', read the collections anew, and go on after it",
                Map.of("since", since, "oldest", oldest, "newest", newest));
    }

    /**
     * Follows the feed.
     *
     * @throws LokiVectorException {@code GONE} as {@link #read}, {@code UNAVAILABLE} if too many
     *     follow it already
     */
    public ChangeStream watch(Selection selection, ChangeRequest.Start start) {
        final ChangePage first = page(selection, start, 0);
        if (subscribers.incrementAndGet() > subscribersMax) {
            subscribers.decrementAndGet();
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    subscribersMax
                            + " follow the changes feed already, as many as"
                            + " engine.changeSubscribersMax allows; try again later");
        }
        return new Subscription(this, numbers, selection, first.last());
    }

    void left() {
        subscribers.decrementAndGet();
    }

    /** How many follow it. */
    public int subscribers() {
        return subscribers.get();
    }

    /** Forgets the segments that hold nothing but changes beyond the retention. */
    public void forgetOld() {
        final long skipped = numbers.skipped();
        final long newest = numbers.watermark();
        final WriteBatch batch = new WriteBatch();
        final List<Segment> old = new ArrayList<>();
        @Nullable Segment last = null;
        for (final Segment segment : segments) {
            if (last != null && segment.changesUpTo(newest, skipped) >= retention) {
                old.add(last);
                batch.dropSpace(last.space());
                batch.put(STATE, FORGOTTEN, bytes(segment.first() - 1));
            }
            last = segment;
        }
        if (!old.isEmpty()) {
            storage.apply(batch, durability).await();
            old.forEach(segments::remove);
        }
    }

    /** Ends all who follow it, and takes note of where it ended; idempotent. */
    @Override
    public void close() {
        try {
            numbers.close();
        } catch (StorageException e) {
            // The reservation that is stored is higher, which is as good.
            LOGGER.log(System.Logger.Level.DEBUG, "The end of the changes feed was not saved", e);
        }
    }
}
