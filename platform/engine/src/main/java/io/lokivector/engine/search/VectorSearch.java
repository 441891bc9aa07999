package io.lokivector.engine.search;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.IndexDefinition;
import io.lokivector.engine.collection.ShardLayout;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.index.Distances;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.ShardVectorIndex;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.request.SearchOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Searches of one view of a collection.
 *
 * <p>The indexes give candidates. Their distances are computed again, exactly, from the vectors
 * that the documents of this view have, so that an answer is of one piece whatever is written
 * meanwhile. Thread-safe.
 */
public final class VectorSearch {
    /** How many candidates per result a hybrid search weighs. */
    private static final int HYBRID_CANDIDATES = 3;

    private final CollectionStore store;
    private final CollectionView view;
    private final EmbeddingModels models;
    private final ShardLayout layout;

    /** Searches of this view. */
    public VectorSearch(CollectionStore store, CollectionView view, EmbeddingModels models) {
        this.store = store;
        this.view = view;
        this.models = models;
        this.layout = view.layout();
    }

    /** A document with its distance from the query. */
    private record Hit(DocumentMap document, double distance) {
        static final Comparator<Hit> NEAREST_FIRST =
                Comparator.comparingDouble(Hit::distance)
                        .thenComparingLong(hit -> hit.document.id());
    }

    /** What is looked for in every shard. */
    @SuppressWarnings("ArrayRecordComponent") // the query vector, not changed
    private record Target(
            VectorField field,
            float[] vector,
            int count,
            SearchOptions options,
            @Nullable List<BitSet> filter) {
        OrdinalFilter filterOf(int shard) {
            return filter == null ? OrdinalFilter.all() : new SlotFilter(filter.get(shard));
        }

        boolean accepts(int shard, int slot) {
            return filter == null || filter.get(shard).get(slot);
        }
    }

    /** Carries out one search. */
    public List<Map<String, @Nullable Object>> search(SearchOptions options) {
        final int given =
                (options.vector().isPresent() ? 1 : 0)
                        + (options.text().isPresent() ? 1 : 0)
                        + (options.id().isPresent() ? 1 : 0);
        if (given > 1) {
            throw bad("a search takes one of vector, text and id");
        }
        final Optional<Query> filter =
                view.size() == 0
                        ? Optional.empty()
                        : options.filter().map(query -> Query.parse(query, QueryLimits.standard()));
        if (given == 0) {
            if (options.filter().isEmpty()) {
                throw bad("a search needs one of vector, text and id");
            }
            return plain(filter.orElse(Query.all()), options);
        }
        final VectorField field = field(options.field());
        final float @Nullable [] vector = queryVector(field, options);
        if (vector == null) {
            return List.of();
        }
        return options.hybrid()
                ? hybrid(field, vector, filter.orElse(Query.all()), options)
                : nearest(field, vector, filter, options);
    }

    /** Without anything to be near to, what matches the filter. */
    private List<Map<String, @Nullable Object>> plain(Query filter, SearchOptions options) {
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        final Iterator<DocumentMap> matching = store.matching(view, filter);
        int skipped = 0;
        while (matching.hasNext() && results.size() < options.k()) {
            final DocumentMap document = matching.next();
            if (skipped++ >= options.offset()) {
                results.add(document.answer(view.definition().columns(), _ -> true, Map.of()));
            }
        }
        return results;
    }

    private VectorField field(Optional<String> wanted) {
        final List<IndexDefinition> indexes = view.definition().vectorIndexes();
        if (wanted.isEmpty() && indexes.size() != 1) {
            throw bad(
                    indexes.isEmpty()
                            ? "collection '" + store.name() + "' has no vector index; create one"
                            : "a search needs a field, for there are several: "
                                    + String.join(
                                            ", ",
                                            indexes.stream().map(IndexDefinition::field).toList()));
        }
        final String name = wanted.orElseGet(() -> indexes.get(0).field());
        return store.vectors()
                .field(name)
                .orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "field '" + name + "' has no vector index; create one",
                                Map.of("field", name)));
    }

    private float @Nullable [] queryVector(VectorField field, SearchOptions options) {
        final int dimension =
                view.definition().index(field.field()).map(IndexDefinition::dimension).orElse(0);
        if (options.id().isPresent()) {
            return vectorOf(options.id().get(), field.field());
        }
        final float[] vector =
                options.vector().isPresent()
                        ? options.vector().get()
                        : embed(field, options.text().orElseThrow());
        for (final float component : vector) {
            if (!Float.isFinite(component)) {
                throw bad("the vector holds something that is not a finite number");
            }
        }
        if (vector.length == 0) {
            throw bad("the vector is empty");
        }
        if (dimension != 0 && vector.length != dimension) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "the vector must have "
                            + dimension
                            + " dimensions, as field '"
                            + field.field()
                            + "' has, but has "
                            + vector.length,
                    Map.of("field", field.field(), "expected", dimension, "given", vector.length));
        }
        return dimension == 0 ? null : vector;
    }

    private float[] vectorOf(long id, String field) {
        final DocumentMap document =
                store.document(view, id)
                        .orElseThrow(() ->
                                new LokiVectorException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no document " + id,
                                        Map.of("id", id)));
        final float @Nullable [] vector = document.vector(field);
        if (vector == null) {
            throw bad("document " + id + " has no vector in field '" + field + "'");
        }
        return vector;
    }

    private float[] embed(VectorField field, String text) {
        final String model =
                field.model()
                        .orElseThrow(() ->
                                bad(
                                        "field '"
                                                + field.field()
                                                + "' has no embedding model, so it cannot be"
                                                + " searched by text"));
        return models.embed(model, List.of(text)).get(0);
    }

    private List<Map<String, @Nullable Object>> nearest(
            VectorField field, float[] vector, Optional<Query> filter, SearchOptions options) {
        final int self = options.id().isPresent() ? 1 : 0;
        final int count = options.offset() + options.k() + self;
        final Target target =
                new Target(field, vector, count, options, filter.map(this::matching).orElse(null));
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        int skipped = 0;
        for (final Hit hit : hits(target)) {
            final boolean isSelf = options.id().filter(id -> id == hit.document.id()).isPresent();
            if (isSelf || options.threshold().filter(most -> hit.distance > most).isPresent()) {
                continue;
            }
            if (skipped++ >= options.offset() && results.size() < options.k()) {
                results.add(answer(hit, options, new LinkedHashMap<>()));
            }
        }
        return results;
    }

    private List<Map<String, @Nullable Object>> hybrid(
            VectorField field, float[] vector, Query boost, SearchOptions options) {
        final int wanted = options.offset() + options.k();
        final Target target = new Target(field, vector, wanted * HYBRID_CANDIDATES, options, null);
        final List<Hit> hits = new ArrayList<>(hits(target));
        hits.removeIf(hit -> options.id().filter(id -> id == hit.document.id()).isPresent());
        hits.removeIf(hit -> options.threshold().filter(most -> hit.distance > most).isPresent());
        double farthest = 0;
        for (final Hit hit : hits) {
            farthest = Math.max(farthest, hit.distance);
        }
        final double scale = farthest == 0 ? 1 : farthest;
        final double weight = options.vectorWeight();
        final List<Scored> scored = new ArrayList<>();
        for (final Hit hit : hits) {
            final double vectorScore = 1 - hit.distance / scale;
            final boolean matches = boost.matches(hit.document);
            final double score = weight * vectorScore + (1 - weight) * (matches ? 1 : 0);
            scored.add(new Scored(hit, score, vectorScore, matches));
        }
        scored.sort(Comparator.comparingDouble(Scored::score).reversed());
        return scored.stream()
                .skip(options.offset())
                .limit(options.k())
                .map(each -> each.answer(this, options))
                .toList();
    }

    /** A hit that a query raised or did not. */
    private record Scored(Hit hit, double score, double vectorScore, boolean matches) {
        Map<String, @Nullable Object> answer(VectorSearch search, SearchOptions options) {
            final Map<String, @Nullable Object> extra = new LinkedHashMap<>();
            extra.put("$score", score);
            extra.put("$vectorScore", vectorScore);
            extra.put("$queryMatch", matches);
            return search.answer(hit, options, extra);
        }
    }

    private Map<String, @Nullable Object> answer(
            Hit hit, SearchOptions options, Map<String, @Nullable Object> extra) {
        final double similarity = 1 / (1 + hit.distance);
        extra.put("$distance", hit.distance);
        // An inner product of exactly 1 has no similarity that JSON could hold.
        extra.put("$similarity", Double.isFinite(similarity) ? (Object) similarity : null);
        return hit.document.answer(
                view.definition().columns(), _ -> options.includeVector(), extra);
    }

    private List<BitSet> matching(Query filter) {
        final List<BitSet> slots = new ArrayList<>();
        for (int shard = 0; shard < layout.shards(); shard++) {
            slots.add(new BitSet());
        }
        store.matching(view, filter)
                .forEachRemaining(document ->
                        slots.get(layout.shardOf(document.id())).set(layout.slotOf(document.id())));
        return slots;
    }

    /** The nearest of all shards, as many as there are to be, nearest first. */
    private List<Hit> hits(Target target) {
        final List<Hit> hits = new ArrayList<>();
        for (int shard = 0; shard < layout.shards(); shard++) {
            hits.addAll(target.options.exact() ? exact(target, shard) : approximate(target, shard));
        }
        hits.sort(Hit.NEAREST_FIRST);
        if (!target.options.exact() && target.filter == null) {
            target.field.recent().offer(target.vector, target.count, target.options.ef().orElse(0));
        }
        return hits.size() > target.count ? hits.subList(0, target.count) : hits;
    }

    private List<Hit> approximate(Target target, int shard) {
        final ShardVectorIndex index = target.field.shard(shard);
        final int effort = target.options.ef().orElse(0);
        final OrdinalFilter filter = target.filterOf(shard);
        if (view.size(shard) == 0 || filter.cardinality() == 0) {
            return List.of();
        }
        int asked = target.count;
        while (true) {
            final Optional<Neighbors> found =
                    index.search(target.vector, new VectorIndex.Search(asked, effort, filter));
            if (found.isEmpty()) {
                return exact(target, shard);
            }
            final List<Hit> hits = visible(target, shard, found.get());
            // Some may be of documents that this view has not, or has no more.
            if (hits.size() >= target.count
                    || found.get().size() < asked
                    || asked >= Integer.MAX_VALUE / 2) {
                return hits;
            }
            asked *= 2;
        }
    }

    private List<Hit> visible(Target target, int shard, Neighbors found) {
        final List<Hit> hits = new ArrayList<>(found.size());
        for (int rank = 0; rank < found.size(); rank++) {
            final @Nullable Hit hit = hit(target, shard, found.ordinal(rank));
            if (hit != null) {
                hits.add(hit);
            }
        }
        return hits;
    }

    private @Nullable Hit hit(Target target, int shard, int slot) {
        final @Nullable StoredDocument stored = view.document(shard, slot);
        if (stored == null) {
            return null;
        }
        final DocumentMap document = store.document(view, layout.idOf(shard, slot)).orElseThrow();
        final float @Nullable [] vector = document.vector(target.field.field());
        return vector == null || vector.length != target.vector.length
                ? null
                : new Hit(
                        document, Distances.between(target.field.metric(), target.vector, vector));
    }

    /** Compares with every vector of the shard. */
    private List<Hit> exact(Target target, int shard) {
        final PriorityQueue<Hit> nearest = new PriorityQueue<>(Hit.NEAREST_FIRST.reversed());
        for (int slot = view.nextSlot(shard, 0); slot >= 0; slot = view.nextSlot(shard, slot + 1)) {
            if (!target.accepts(shard, slot)) {
                continue;
            }
            final @Nullable Hit hit = hit(target, shard, slot);
            if (hit != null) {
                nearest.add(hit);
                if (nearest.size() > target.count) {
                    nearest.poll();
                }
            }
        }
        return new ArrayList<>(nearest);
    }

    private static LokiVectorException bad(String message) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, message);
    }
}
