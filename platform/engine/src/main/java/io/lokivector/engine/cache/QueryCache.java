package io.lokivector.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lokivector.engine.collection.CollectionDefinition;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.Companion;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.CacheInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one collection to the questions that are asked most. Thread-safe.
 *
 * <p>An answer is kept together with the view it is true for, and given again for the same view, or
 * for another of which the {@link Validity} says that nothing has changed between the two that the
 * query could see. So there is nothing a writer could forget to tell: he tells nothing. Answers are
 * shared by all who ask, and must not be changed.
 *
 * <p>Two things bound it: the capacity of the collection, in answers, and {@code bytesMax}. An
 * entry weighs its bytes, but at least its share of {@code bytesMax}, so one maximum weight is both
 * bounds. Which answers stay is decided by Window TinyLFU (Einziger, Friedman and Manes: TinyLFU: A
 * Highly Efficient Cache Admission Policy, ACM Transactions on Storage 13, 2017).
 */
public final class QueryCache implements Companion {
    /** What is attached to the definition of a collection. */
    private static final String FAMILY = "cache";

    private static final String CAPACITY = "capacity";

    /** What a found document occupies beside its bytes: the objects through which it is read. */
    private static final int DOCUMENT_BYTES = 240;

    /** What an entry occupies beside its key and its answer: the objects, the cache's node. */
    private static final int ENTRY_BYTES = 256;

    /** An answer may occupy one part in so many. */
    private static final int LARGEST_PART = 8;

    private final CollectionStore collection;
    private final int defaultCapacity;
    private final int bytesMax;
    private final Validity validity;
    private final CacheMeters meters;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile Contents contents = new Contents(null, 0, null);

    QueryCache(
            CollectionStore collection,
            int defaultCapacity,
            int bytesMax,
            Validity validity,
            CacheMeters meters) {
        this.collection = collection;
        this.defaultCapacity = defaultCapacity;
        this.bytesMax = bytesMax;
        this.validity = validity;
        this.meters = meters;
    }

    /**
     * What is kept, under one capacity; a new capacity begins anew.
     *
     * @param definition says the capacity
     */
    private record Contents(
            @Nullable CollectionDefinition definition,
            int capacity,
            @Nullable Cache<QuestionKey, CachedAnswer> answers) {}

    /**
     * The answer to a question: one that is kept, or else a new one.
     *
     * @param computation answers the question for the view
     * @param bytes what an answer occupies
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if the query is malformed,
     *     or whatever the computation throws
     */
    @SuppressWarnings("unchecked") // the kind, which is part of the key, stands for the type
    public <R> R answer(
            CollectionView view,
            Question question,
            Function<Query, R> computation,
            ToLongFunction<R> bytes) {
        final @Nullable Cache<QuestionKey, CachedAnswer> answers = answers(view);
        final @Nullable QuestionKey key =
                answers == null ? null : QuestionKey.of(question).orElse(null);
        if (answers == null || key == null) {
            return computation.apply(parsed(question));
        }
        final @Nullable CachedAnswer kept = answers.getIfPresent(key);
        if (kept != null && kept.isTrueFor(view, validity)) {
            hits.increment();
            meters.hit();
            return (R) kept.value();
        }
        misses.increment();
        meters.missed();
        final Query query = parsed(question);
        final R answer = computation.apply(query);
        if (kept == null || kept.isOlderThan(view)) {
            keep(answers, key, query, answer, bytes.applyAsLong(answer), view);
        }
        return answer;
    }

    /**
     * What found documents occupy. The collection has their bytes, too, but perhaps not for as
     * long.
     */
    public static long bytesOf(List<DocumentMap> documents) {
        long bytes = 0;
        for (final DocumentMap document : documents) {
            bytes += DOCUMENT_BYTES + document.stored().body().length;
        }
        return bytes;
    }

    private static Query parsed(Question question) {
        return Query.parse(question.query(), QueryLimits.standard(), question.path());
    }

    private void keep(
            Cache<QuestionKey, CachedAnswer> answers,
            QuestionKey key,
            Query query,
            Object answer,
            long answerBytes,
            CollectionView view) {
        final long all = answerBytes + key.length() + ENTRY_BYTES;
        if (all <= bytesMax / LARGEST_PART) {
            answers.put(key, new CachedAnswer(query, answer, (int) all, view));
        } else {
            answers.invalidate(key);
        }
    }

    /** Whether the answer to a question would come from here; it is not counted. */
    public boolean holds(CollectionView view, Question question) {
        final @Nullable Cache<QuestionKey, CachedAnswer> answers = answers(view);
        if (answers == null) {
            return false;
        }
        final Optional<CachedAnswer> kept =
                QuestionKey.of(question).map(key -> answers.asMap().get(key));
        return kept.isPresent() && kept.get().isTrueFor(view, validity);
    }

    /** What it is like, for those who look at a view. */
    public CacheInfo info(CollectionView view) {
        final @Nullable Cache<QuestionKey, CachedAnswer> answers = answers(view);
        if (answers == null) {
            return new CacheInfo(0, 0, 0, hits.sum(), misses.sum());
        }
        answers.cleanUp();
        return new CacheInfo(
                capacityOf(view.definition()),
                answers.estimatedSize(),
                bytes(),
                hits.sum(),
                misses.sum());
    }

    /** Forgets what is not true any more, so that no entry keeps an older view alive. */
    @Override
    public void maintain() {
        final @Nullable Cache<QuestionKey, CachedAnswer> answers = contents.answers;
        if (answers != null) {
            final CollectionView view = collection.view();
            answers.asMap().values().removeIf(kept -> !kept.isTrueFor(view, validity));
        }
    }

    long entries() {
        final @Nullable Cache<QuestionKey, CachedAnswer> answers = contents.answers;
        return answers == null ? 0 : answers.estimatedSize();
    }

    long bytes() {
        final @Nullable Cache<QuestionKey, CachedAnswer> answers = contents.answers;
        return answers == null
                ? 0
                : answers.asMap().values().stream().mapToLong(CachedAnswer::bytes).sum();
    }

    /**
     * Says how many answers are kept.
     *
     * @param capacity 0 keeps none; empty for what is configured
     * @throws LokiVectorException {@code BAD_REQUEST} if it is out of range
     */
    public void resize(Optional<Integer> capacity) {
        if (capacity.isPresent()
                && (capacity.get() < 0 || capacity.get() > EngineConfig.QUERY_CACHE_CAPACITY_MAX)) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "capacity must be from 0, which switches the cache off, to "
                            + EngineConfig.QUERY_CACHE_CAPACITY_MAX
                            + ", not "
                            + capacity.get(),
                    Map.of("capacity", capacity.get()));
        }
        collection.attach(
                FAMILY,
                _ ->
                        capacity.<Map<String, @Nullable Object>>map(n -> Map.of(CAPACITY, n))
                                .orElse(Map.of()));
    }

    private int capacityOf(CollectionDefinition definition) {
        return definition.attachments(FAMILY).get(CAPACITY) instanceof final Number capacity
                ? capacity.intValue()
                : defaultCapacity;
    }

    /** What is kept under the capacity that a view says; null if that is 0. */
    @SuppressWarnings("ReferenceEquality") // quick; what is equal but not the same is looked into
    private @Nullable Cache<QuestionKey, CachedAnswer> answers(CollectionView view) {
        final Contents now = contents;
        return now.definition == view.definition() ? now.answers : defined(view.definition());
    }

    /** Made when it is first needed: most collections of a database that starts are not asked. */
    private synchronized @Nullable Cache<QuestionKey, CachedAnswer> defined(
            CollectionDefinition definition) {
        final Contents before = contents;
        final int capacity = capacityOf(definition);
        final @Nullable Cache<QuestionKey, CachedAnswer> answers =
                capacity == before.capacity ? before.answers : empty(capacity);
        contents = new Contents(definition, capacity, answers);
        return answers;
    }

    private @Nullable Cache<QuestionKey, CachedAnswer> empty(int capacity) {
        if (capacity == 0) {
            return null;
        }
        final int share = Math.ceilDiv(bytesMax, capacity);
        return Caffeine.newBuilder()
                .maximumWeight((long) share * capacity)
                .weigher((QuestionKey _, CachedAnswer answer) -> Math.max(share, answer.bytes()))
                .executor(Runnable::run)
                .build();
    }
}
