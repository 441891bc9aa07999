package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.request.FindOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a query over one view, step by step on one thread and past the query cache, and tells
 * how: for people who want to know why it takes as long as it does. For one query.
 */
public final class QueryExplanation {
    private static final double NANOS_PER_MS = 1e6;

    private final CollectionStore store;
    private final CollectionView view;
    private final LongSupplier nanos;
    private final Map<String, Object> durations = new LinkedHashMap<>();
    private long documentsExamined;

    /**
     * An explanation to be made.
     *
     * @param nanos a clock for durations
     */
    public QueryExplanation(CollectionStore store, CollectionView view, LongSupplier nanos) {
        this.store = store;
        this.view = view;
        this.nanos = nanos;
    }

    /**
     * Carries out a query.
     *
     * @param resultsMax how many documents a query answers at most
     * @return the {@code plan}, {@code keysExamined}, {@code documentsExamined}, {@code returned},
     *     {@code sort} and {@code durationsMs}, as plain values
     */
    public Map<String, @Nullable Object> of(
            Map<String, @Nullable Object> asked, FindOptions options, int resultsMax) {
        final long begin = nanos.getAsLong();
        final Query query = Query.parse(asked, QueryLimits.standard());
        final boolean isSorted = !options.sort().isEmpty();
        final @Nullable DocumentOrder order =
                isSorted ? DocumentOrder.parse(options.sort(), QueryLimits.standard()) : null;
        final Candidates candidates = Candidates.of(view, query);
        final long planned = took("plan", begin);
        final long limit =
                options.offset() + (long) Math.min(options.limit().orElse(resultsMax), resultsMax);
        if (order != null) {
            final Optional<IndexOrder> walk =
                    IndexOrder.of(view, query, candidates.plan(), order, limit, IndexOrder.SHARE);
            final OptionalLong walked =
                    walk.isEmpty() ? OptionalLong.empty() : walked(walk.get(), query, (int) limit);
            if (walked.isPresent()) {
                took("documents", planned);
                return explanation(
                        told(walk.get()),
                        documentsExamined,
                        walked.getAsLong() - options.offset(),
                        "sorted by index",
                        begin);
            }
        }
        final long[] ids = ids(candidates);
        final long foundKeys = took("index", planned);
        final List<DocumentMap> found =
                matching(candidates, ids, query, isSorted ? Long.MAX_VALUE : limit);
        final long looked = took("documents", foundKeys);
        if (order != null) {
            found.sort(order);
            took("sort", looked);
        }
        return explanation(
                told(candidates.plan()),
                keys(candidates.plan()),
                Math.min(found.size(), limit) - options.offset(),
                isSorted ? "in memory" : "none",
                begin);
    }

    private Map<String, @Nullable Object> explanation(
            Map<String, @Nullable Object> plan,
            long keysExamined,
            long returned,
            String sort,
            long begin) {
        final Map<String, @Nullable Object> explanation = new LinkedHashMap<>();
        explanation.put("plan", plan);
        explanation.put("keysExamined", keysExamined);
        explanation.put("documentsExamined", documentsExamined);
        explanation.put("returned", Math.max(0, returned));
        explanation.put("sort", sort);
        durations.put("total", (nanos.getAsLong() - begin) / NANOS_PER_MS);
        explanation.put("durationsMs", durations);
        return explanation;
    }

    /** How many matches a walk along an index finds, if it is not given up. */
    private OptionalLong walked(IndexOrder order, Query query, int wanted) {
        final IndexWalk walk =
                new IndexWalk(
                        view, order, (id, stored) -> query.matches(store.map(view, id, stored)));
        final @Nullable FoundDocuments found = walk.first(wanted);
        documentsExamined += walk.documents();
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.size());
    }

    private long took(String stage, long begin) {
        final long end = nanos.getAsLong();
        durations.put(stage, (end - begin) / NANOS_PER_MS);
        return end;
    }

    /** What the indexes have found, ascending; empty if all documents are looked at. */
    private long[] ids(Candidates candidates) {
        final List<long[]> shards = new ArrayList<>();
        for (int shard = 0; shard < view.shards().size(); shard++) {
            final int @Nullable [] slots = candidates.slots(shard);
            if (slots != null) {
                final int of = shard;
                shards.add(
                        Arrays.stream(slots)
                                .mapToLong(slot -> view.layout().idOf(of, slot))
                                .toArray());
            }
        }
        return shards.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private List<DocumentMap> matching(
            Candidates candidates, long[] ids, Query query, long wanted) {
        final boolean isScan = candidates.plan() instanceof Plan.FullScan;
        final long visits = isScan ? view.nextId() - 1 : ids.length;
        final List<DocumentMap> found = new ArrayList<>();
        for (long i = 0; i < visits && found.size() < wanted; i++) {
            final long id = isScan ? i + 1 : ids[(int) i];
            final @Nullable StoredDocument stored = view.document(id);
            if (stored != null) {
                documentsExamined++;
                final DocumentMap document = store.map(view, id, stored);
                if (candidates.plan().isExact() || query.matches(document)) {
                    found.add(document);
                }
            }
        }
        return found;
    }

    private static long keys(Plan plan) {
        return switch (plan) {
            case Plan.FullScan _, Plan.Ids _ -> 0;
            case final Plan.IndexRanges ranges -> ranges.estimate();
            case final Plan.Intersection all ->
                    all.plans().stream().mapToLong(QueryExplanation::keys).sum();
            case final Plan.Union any ->
                    any.plans().stream().mapToLong(QueryExplanation::keys).sum();
        };
    }

    private static Map<String, @Nullable Object> told(IndexOrder order) {
        final Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("kind", "order");
        told.put("index", order.index());
        told.put("estimate", order.keys());
        told.put("exact", order.isExact());
        return told;
    }

    /** A plan as plain values. */
    private static Map<String, @Nullable Object> told(Plan plan) {
        final Map<String, @Nullable Object> told = new LinkedHashMap<>();
        switch (plan) {
            case Plan.FullScan _ -> told.put("kind", "scan");
            case Plan.Ids _ -> told.put("kind", "ids");
            case final Plan.IndexRanges ranges -> {
                told.put("kind", "index");
                told.put("index", ranges.index());
                told.put("bounds", ranges.bounds());
            }
            case final Plan.Intersection all -> {
                told.put("kind", "intersection");
                told.put("of", all.plans().stream().map(QueryExplanation::told).toList());
            }
            case final Plan.Union any -> {
                told.put("kind", "union");
                told.put("of", any.plans().stream().map(QueryExplanation::told).toList());
            }
        }
        told.put("estimate", plan.estimate());
        told.put("exact", plan.isExact());
        return told;
    }
}
