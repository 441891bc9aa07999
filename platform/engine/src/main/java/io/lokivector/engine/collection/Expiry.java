package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Removes the documents of one collection that were not changed for longer than its time to live.
 *
 * <p>Until it is looked for them, such documents are there as all others are. The times are read
 * off the encoded documents, and only if one of them can be old enough.
 */
final class Expiry {
    /** How many documents are removed under one lock. */
    private static final int BATCH = 1_000;

    private final CommitQueue queue;
    private volatile long lookedMs;

    /** No document was last changed before this time; used by one thread at a time. */
    private long oldestMs = Long.MIN_VALUE;

    /**
     * The expiry of a collection.
     *
     * @param nowMs when it was opened, in epoch milliseconds
     */
    Expiry(CommitQueue queue, long nowMs) {
        this.queue = queue;
        this.lookedMs = nowMs;
    }

    /** When to look next, in epoch milliseconds; empty if documents live for ever. */
    OptionalLong dueMs() {
        final CollectionSettings settings = settings(queue.published());
        return settings.hasTtl()
                ? OptionalLong.of(lookedMs + settings.sweepIntervalMs())
                : OptionalLong.empty();
    }

    private static CollectionSettings settings(CollectionView view) {
        return view.definition().settings();
    }

    /** Counts the time until the next look from now on: the settings have changed. */
    void begin(long nowMs) {
        lookedMs = nowMs;
    }

    /** Removes what is past its time, in transactions of a bounded size, and answers how many. */
    long removeExpired(long nowMs) {
        lookedMs = nowMs;
        final CollectionView view = queue.published();
        final long ttlMs = settings(view).ttlMs();
        if (ttlMs == 0 || oldestMs != Long.MIN_VALUE && !isExpired(oldestMs, ttlMs, nowMs)) {
            return 0;
        }
        final LongStream.Builder expired = LongStream.builder();
        long oldestLeftMs = nowMs;
        for (int shard = 0; shard < view.shards().size(); shard++) {
            oldestLeftMs = Math.min(oldestLeftMs, scan(view, shard, ttlMs, nowMs, expired));
        }
        final PrimitiveIterator.OfLong ids = expired.build().iterator();
        long removed = 0;
        while (ids.hasNext()) {
            removed += removeBatch(ids, nowMs);
        }
        oldestMs = oldestLeftMs;
        return removed;
    }

    /** Collects the expired, and answers when the oldest of the others was last changed. */
    private static long scan(
            CollectionView view, int shard, long ttlMs, long nowMs, LongStream.Builder expired) {
        final ShardLayout layout = view.layout();
        final long[] oldestMs = {Long.MAX_VALUE};
        view.shards()
                .get(shard)
                .documents()
                .forEach((slot, document) -> {
                    final long changedMs = document.lastChangedMs();
                    if (isExpired(changedMs, ttlMs, nowMs)) {
                        expired.add(layout.idOf(shard, slot));
                    } else {
                        oldestMs[0] = Math.min(oldestMs[0], changedMs);
                    }
                });
        return oldestMs[0];
    }

    private static boolean isExpired(long changedMs, long ttlMs, long nowMs) {
        return nowMs - changedMs > ttlMs;
    }

    private long removeBatch(PrimitiveIterator.OfLong ids, long nowMs) {
        return queue.write((tip, transaction) -> {
            // The time to live, and the documents, may have been changed since.
            final long ttlMs = settings(tip).ttlMs();
            long removed = 0;
            for (int i = 0; i < BATCH && ids.hasNext(); i++) {
                final long id = ids.nextLong();
                final @Nullable StoredDocument document = tip.document(id);
                if (ttlMs > 0
                        && document != null
                        && isExpired(document.lastChangedMs(), ttlMs, nowMs)) {
                    transaction.remove(id, document);
                    removed++;
                }
            }
            return removed;
        });
    }
}
