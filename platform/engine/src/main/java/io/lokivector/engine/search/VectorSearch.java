package io.lokivector.engine.search;

import io.lokivector.engine.cache.QueryCache;
import io.lokivector.engine.cache.Question;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.IndexDefinition;
import io.lokivector.engine.collection.MatchingSlots;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.index.Distances;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.SearchOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Searches of one view of a collection. Thread-safe. */
public final class VectorSearch {
    private static final QueryLimits LIMITS = QueryLimits.standard();

    private final CollectionStore store;
    private final CollectionView view;
    private final EmbeddingModels models;
    private final QueryCache cache;
    private final SearchLimits limits;
    private final NearestDocuments nearest;

    /**
     * Searches of a view.
     *
     * @param cache keeps which documents filters found
     */
    public VectorSearch(
            CollectionStore store,
            CollectionView view,
            EmbeddingModels models,
            QueryCache cache,
            EngineConfig config) {
        this.store = store;
        this.view = view;
        this.models = models;
        this.cache = cache;
        this.limits = new SearchLimits(config);
        this.nearest = new NearestDocuments(store, view);
    }

    /**
     * Carries out several searches, on all cores, and answers them in their order.
     *
     * @throws LokiVectorException of the first search that cannot be carried out, naming it
     */
    public List<List<Map<String, @Nullable Object>>> search(List<SearchOptions> searches) {
        limits.check(searches);
        final List<List<Map<String, @Nullable Object>>> answers = new ArrayList<>(searches.size());
        store.workers()
                .<List<Map<String, @Nullable Object>>>inOrder(
                        searches.size(), i -> search(searches.get(i), i), answers::add);
        return answers;
    }

    private List<Map<String, @Nullable Object>> search(SearchOptions options, int number) {
        try {
            return search(options);
        } catch (LokiVectorException e) {
            final Map<String, @Nullable Object> details = new LinkedHashMap<>(e.details());
            details.put("search", number);
            final LokiVectorException named =
                    new LokiVectorException(
                            e.code(), "searches[" + number + "]: " + e.problem(), details);
            named.initCause(e);
            throw named;
        }
    }

    /** Carries out one search. */
    public List<Map<String, @Nullable Object>> search(SearchOptions options) {
        limits.check(options, view);
        if (isNearToNothing(options)) {
            return plain(options);
        }
        final VectorField field = field(options.field());
        final Optional<Nearness> nearness = nearness(field, options);
        if (nearness.isEmpty() || view.size() == 0) {
            return List.of();
        }
        final Form form = new Form(options, nearness.get(), excluded(options));
        return options.groupBy().isPresent()
                ? grouped(form, options.groupBy().get())
                : options.hybrid() ? hybrid(form) : nearest(form);
    }

    private static boolean isNearToNothing(SearchOptions options) {
        return options.vector().isEmpty()
                && options.text().isEmpty()
                && options.id().isEmpty()
                && options.recommend().isEmpty();
    }

    /** Without anything to be near to, what matches the filter. */
    private List<Map<String, @Nullable Object>> plain(SearchOptions options) {
        final Query filter =
                view.size() == 0
                        ? Query.all()
                        : options.filter()
                                .map(query -> Query.parse(query, LIMITS, "filter"))
                                .orElse(Query.all());
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
        final String known =
                String.join(", ", indexes.stream().map(IndexDefinition::field).toList());
        if (wanted.isEmpty() && indexes.size() != 1) {
            throw SearchFaults.bad(
                    indexes.isEmpty()
                            ? "collection '" + store.name() + "' has no vector index; create one"
                            : "a search needs a field, for there are several: " + known);
        }
        final String name = wanted.orElseGet(() -> indexes.getFirst().field());
        return store.vectors()
                .field(name)
                .orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "field '"
                                        + name
                                        + "' has no vector index; "
                                        + (indexes.isEmpty()
                                                ? "create one"
                                                : "there are some of " + known),
                                Map.of("field", name)));
    }

    /** Makes neighbourhoods; what they are of has been checked. */
    private record Nearness(
            VectorField field,
            List<float[]> positive,
            List<Distances> negative,
            SearchOptions options) {
        boolean isByExamples() {
            return positive.size() > 1 || !negative.isEmpty();
        }

        Ranking.Neighbourhood among(@Nullable MatchingSlots documents, NearestDocuments nearest) {
            final List<SearchTarget> targets =
                    positive.stream()
                            .map(vector ->
                                    new SearchTarget(
                                            field,
                                            vector,
                                            options.ef().orElse(0),
                                            options.exact(),
                                            documents))
                            .toList();
            return isByExamples()
                    ? new BestScore(nearest, field, targets, negative)
                    : count -> nearest.nearest(targets.getFirst(), count);
        }

        Comparator<Hit> order() {
            return isByExamples() ? Hit.BEST_SCORE_FIRST : Hit.NEAREST_FIRST;
        }
    }

    /** What results are to be near to; empty if the field has had no vector so far. */
    private Optional<Nearness> nearness(VectorField field, SearchOptions options) {
        final QueryVectors vectors = new QueryVectors(store, view, models, field);
        final List<float[]> positive;
        List<float[]> negative = List.of();
        if (options.recommend().isPresent()) {
            final SearchOptions.Recommend recommend = options.recommend().get();
            positive = vectors.examples(recommend.positive(), "recommend.positive");
            negative = vectors.examples(recommend.negative(), "recommend.negative");
        } else {
            positive = List.of(vectors.vector(options));
        }
        if (!vectors.isFieldInUse()) {
            return Optional.empty();
        }
        final boolean isByExamples =
                options.recommend()
                        .filter(of -> of.strategy() == SearchOptions.Strategy.BEST_SCORE)
                        .isPresent();
        return Optional.of(
                isByExamples || options.recommend().isEmpty()
                        ? new Nearness(
                                field,
                                positive,
                                negative.stream()
                                        .map(vector -> new Distances(field.metric(), vector))
                                        .toList(),
                                options)
                        : new Nearness(
                                field,
                                List.of(vectors.average(positive, negative)),
                                List.of(),
                                options));
    }

    /** The documents that a search is about, which are no results. */
    private static Set<Long> excluded(SearchOptions options) {
        final Set<Long> ids = new HashSet<>();
        options.id().ifPresent(ids::add);
        options.recommend()
                .ifPresent(recommend -> {
                    for (final List<Object> examples :
                            List.of(recommend.positive(), recommend.negative())) {
                        examples.forEach(example -> QueryVectors.idOf(example).ifPresent(ids::add));
                    }
                });
        return ids;
    }

    /** A search whose request is in order. */
    private record Form(SearchOptions options, Nearness nearness, Set<Long> excluded) {
        Ranking ranking(NearestDocuments nearest, @Nullable MatchingSlots among, int first) {
            return new Ranking(
                    nearness.among(among, nearest),
                    first + excluded.size(),
                    hit -> !excluded.contains(hit.id()),
                    options.threshold().orElse(Double.POSITIVE_INFINITY));
        }
    }

    private List<Map<String, @Nullable Object>> nearest(Form form) {
        final SearchOptions options = form.options;
        // Exact answers are the same however many are asked for, so one is enough.
        final int first = options.exact() ? options.offset() + options.k() : options.k();
        return form
                .ranking(nearest, filtered(options), first)
                .page(options.offset(), options.k(), form.nearness.order())
                .stream()
                .map(hit -> answer(hit, options, Map.of()))
                .toList();
    }

    private List<Map<String, @Nullable Object>> hybrid(Form form) {
        final SearchOptions options = form.options;
        final Query boost =
                options.filter()
                        .map(query -> Query.parse(query, LIMITS, "filter"))
                        .orElse(Query.all());
        final Ranking ranking = form.ranking(nearest, null, HybridOrder.CANDIDATES * options.k());
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        for (final HybridOrder.Scored scored :
                new HybridOrder(boost, options.vectorWeight())
                        .page(ranking, options.offset(), options.k())) {
            final Map<String, @Nullable Object> scores = new LinkedHashMap<>();
            scores.put("$score", scored.score());
            scores.put("$vectorScore", scored.vectorScore());
            scores.put("$queryMatch", scored.matches());
            results.add(answer(scored.hit(), options, scores));
        }
        return results;
    }

    private List<Map<String, @Nullable Object>> grouped(Form form, String groupBy) {
        final SearchOptions options = form.options;
        final FieldPath path = FieldPath.parse(groupBy, LIMITS, "groupBy");
        final @Nullable MatchingSlots filter = filtered(options);
        final GroupedOrder order =
                new GroupedOrder(
                        path,
                        options.groupSize(),
                        condition -> matching(options, condition),
                        (among, first) -> form.ranking(nearest, among.orElse(filter), first),
                        form.nearness.order(),
                        store.workers());
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        for (final GroupedOrder.Group group : order.page(options.offset(), options.k())) {
            final Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("group", group.value());
            result.put(
                    "hits",
                    group.hits().stream().map(hit -> answer(hit, options, Map.of())).toList());
            results.add(result);
        }
        return results;
    }

    /** The documents that match the filter; null if all do. */
    private @Nullable MatchingSlots filtered(SearchOptions options) {
        if (options.filter().isEmpty() || options.filter().get().isEmpty()) {
            return null;
        }
        final MatchingSlots matching =
                cache.answer(
                        view,
                        new Question("slots", options.filter().get(), List.of(), "filter"),
                        query -> store.slots(view, query),
                        MatchingSlots::bytes);
        return matching.size() == view.size() ? null : matching;
    }

    /** The documents that match both the filter and a condition. */
    private MatchingSlots matching(SearchOptions options, Map<String, @Nullable Object> condition) {
        return store.slots(
                view,
                Query.parse(
                        options.filter()
                                .<Map<String, @Nullable Object>>map(
                                        filter -> Map.of("$and", List.of(filter, condition)))
                                .orElse(condition),
                        LIMITS,
                        "filter"));
    }

    private Map<String, @Nullable Object> answer(
            Hit hit, SearchOptions options, Map<String, @Nullable Object> scores) {
        final Map<String, @Nullable Object> extra = new LinkedHashMap<>(scores);
        extra.put("$distance", hit.distance());
        final double similarity = 1 / (1 + hit.distance());
        // An inner product of exactly 1 has no similarity that JSON could hold.
        extra.put("$similarity", Double.isFinite(similarity) ? (Object) similarity : null);
        if (!Double.isNaN(hit.fromNegative())) {
            extra.put("$negativeDistance", hit.fromNegative());
        }
        return hit.document()
                .answer(view.definition().columns(), _ -> options.includeVector(), extra);
    }
}
