package io.lokivector.tck.conformance;

import io.lokivector.spi.request.CollectionRequest.CreateIndex;
import io.lokivector.spi.request.CollectionRequest.DropIndex;
import io.lokivector.spi.request.CollectionRequest.ListIndexes;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest.Search;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded operations on vector indexes. */
final class VectorOperations {
    /** The options of a graph, which an index of another type has not. */
    private static final List<String> OF_A_GRAPH = List.of("M", "efConstruction", "efSearch");

    private static final String GRAPH = "hnsw";

    private final FeatureContext context;
    private final String type;

    /** Operations on indexes of this type. */
    VectorOperations(FeatureContext context, String type) {
        this.context = context;
        this.type = type;
    }

    /** What is observed, or nothing if it is no operation on vector indexes. */
    Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        final String field = String.valueOf(step.get("property"));
        return Optional.ofNullable(
                switch (String.valueOf(step.get("op"))) {
                    case "index" -> {
                        index(
                                collection,
                                field,
                                PlainValue.object(step.getOrDefault("options", Map.of())));
                        yield FeatureContext.ok();
                    }
                    case "dropIndex" -> {
                        context.ask(new DropIndex(collection, field));
                        yield FeatureContext.ok();
                    }
                    case "nearest" -> Map.of("ids", PlainValue.ids(nearest(collection, step)));
                    case "stats" ->
                            Collections.singletonMap("result", statistics(collection, field));
                    default -> null;
                });
    }

    /** Whether the indexes are graphs, as the original's are. */
    boolean isGraph() {
        return type.equals(GRAPH);
    }

    /** Makes an index; options of a graph are left out if it is to be none. */
    void index(String collection, String field, Map<String, @Nullable Object> recorded) {
        final Map<String, @Nullable Object> options = new LinkedHashMap<>(recorded);
        if (!isGraph()) {
            OF_A_GRAPH.forEach(options::remove);
        }
        context.ask(new CreateIndex(collection, field, Optional.of(type), options));
    }

    private List<Map<String, @Nullable Object>> nearest(
            String collection, Map<String, @Nullable Object> step) {
        final Map<String, @Nullable Object> options =
                Map.of(
                        "field", step.get("property"),
                        "vector", step.get("vector"),
                        "k", step.get("k"));
        return search(collection, options);
    }

    /** Searches. */
    List<Map<String, @Nullable Object>> search(
            String collection, Map<String, @Nullable Object> options) {
        return context.ask(new Search(collection, SearchOptions.schema().bind(options, "")));
    }

    /** The size of an index and the options it was made with, or null if there is none. */
    private @Nullable Map<String, @Nullable Object> statistics(String collection, String field) {
        for (final IndexInfo info : context.ask(new ListIndexes(collection))) {
            if (info.field().equals(field)) {
                final Map<String, @Nullable Object> statistics =
                        new LinkedHashMap<>(info.options());
                statistics.put("nodeCount", info.size());
                return statistics;
            }
        }
        return null;
    }
}
