package io.lokivector.tck.conformance;

import io.lokivector.spi.request.CollectionRequest.CreateCollection;
import io.lokivector.spi.request.DocumentRequest.Insert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays recorded vector searches with one type of index; for one thread. */
final class VectorReplay {
    private static final String FIELD = "e";

    /** What is given with every result here, asked for or not. */
    private static final String WITH_DISTANCE = "includeDistance";

    private final FeatureContext context;
    private final String type;
    private final VectorOperations vectors;
    private final Map<String, List<Map<String, @Nullable Object>>> sets = new HashMap<>();
    private final Map<String, String> filled = new HashMap<>();

    /** A replay whose collections have names that begin with the context's prefix. */
    VectorReplay(FeatureContext context, String type) {
        this.context = context;
        this.type = type;
        this.vectors = new VectorOperations(context, type);
        for (final Recorded set : Recordings.vectorSets()) {
            final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
            PlainValue.list(set.fields().get("vectors"))
                    .forEach(vector -> documents.add(singleton(vector)));
            sets.put(set.text("set"), documents);
        }
    }

    private static Map<String, @Nullable Object> singleton(@Nullable Object vector) {
        final Map<String, @Nullable Object> document = new HashMap<>();
        document.put(FIELD, vector);
        return document;
    }

    /**
     * What a search of a recorded set finds that is not what was recorded.
     *
     * @param exact whether to ask for a comparison with every vector
     */
    Optional<String> differenceOfQuery(Recorded query, boolean exact) {
        final String metric = query.text("metric");
        final String collection =
                filled.computeIfAbsent(
                        query.text("set") + "-" + metric,
                        name -> {
                            fill(
                                    name,
                                    FIELD,
                                    Map.of("distanceFunction", metric),
                                    sets.getOrDefault(query.text("set"), List.of()));
                            return context.named(name);
                        });
        final Map<String, @Nullable Object> options = new HashMap<>();
        options.put("vector", query.fields().get("query"));
        options.put("k", query.fields().get("k"));
        options.put("exact", exact);
        final List<Map<String, @Nullable Object>> found = vectors.search(collection, options);
        return NearestExpectation.isMet(
                        PlainValue.objects(query.fields().get("expect")),
                        query.text("tieAtBoundary").equals("true"),
                        found)
                ? Optional.empty()
                : Optional.of(query.id() + ": " + query.fields().get("expect") + " gave " + found);
    }

    private void fill(
            String name,
            String field,
            Map<String, @Nullable Object> options,
            List<Map<String, @Nullable Object>> documents) {
        final String collection = context.named(name);
        context.ask(new CreateCollection(collection, Map.of()));
        vectors.index(collection, field, options);
        context.ask(new Insert(collection, documents));
    }

    /** What a recorded call answers that is not what was recorded or decided. */
    Optional<String> differenceOfCall(Recorded recording) {
        final Map<String, @Nullable Object> index = new LinkedHashMap<>(recording.object("index"));
        final String field = String.valueOf(index.remove("property"));
        fill(recording.id(), field, index, PlainValue.objects(recording.fields().get("documents")));
        final Map<String, @Nullable Object> call = recording.object("call");
        final List<Map<String, @Nullable Object>> found =
                new ArrayList<>(vectors.search(context.named(recording.id()), options(call)));
        if (Boolean.FALSE.equals(
                PlainValue.object(call.getOrDefault("options", Map.of())).get(WITH_DISTANCE))) {
            found.replaceAll(VectorReplay::withoutDistance);
        }
        final List<Map<String, @Nullable Object>> expected =
                PlainValue.objects(recording.object("expect").get("results"));
        final Optional<List<Long>> decided = VectorDecisions.ids(recording);
        final boolean isMet =
                decided.isPresent()
                        ? decided.get().equals(PlainValue.ids(found))
                        : NearestExpectation.isMet(expected, found);
        return isMet
                ? Optional.empty()
                : Optional.of(recording.id() + ": " + call + " gave " + found);
    }

    private static Map<String, @Nullable Object> withoutDistance(
            Map<String, @Nullable Object> result) {
        final Map<String, @Nullable Object> copy = new LinkedHashMap<>(result);
        copy.keySet().removeAll(List.of("$distance", "$similarity"));
        return copy;
    }

    /** The options of the search that a recorded call is here. */
    private static Map<String, @Nullable Object> options(Map<String, @Nullable Object> call) {
        final Map<String, @Nullable Object> options =
                new LinkedHashMap<>(PlainValue.object(call.getOrDefault("options", Map.of())));
        options.remove(WITH_DISTANCE);
        options.put("field", call.get("property"));
        options.put("includeVector", true);
        switch (String.valueOf(call.get("method"))) {
            case "findNearest" -> options.put("vector", call.get("vector"));
            case "findSimilar" -> options.put("id", call.get("source"));
            case "hybridSearch" -> {
                options.put("vector", call.get("vector"));
                options.put("hybrid", true);
                options.put("filter", call.get("query"));
            }
            default -> throw new AssertionError("no such method: " + call);
        }
        return options;
    }

    /** What a sequence of operations on one collection gives that was not recorded or decided. */
    Optional<String> differenceOfSequence(Recorded sequence) {
        final FeatureContext own =
                new FeatureContext(context.database(), context.prefix() + sequence.id() + "-");
        own.ask(new CreateCollection(own.named("c"), Map.of()));
        return new FeatureReplay(own, new VectorOperations(own, type))
                .difference(VectorDecisions.decided(sequence, vectors.isGraph()));
    }
}
