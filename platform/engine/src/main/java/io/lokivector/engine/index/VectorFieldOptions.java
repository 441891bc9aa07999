package io.lokivector.engine.index;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that every vector index has, whatever its type.
 *
 * @param dimensions the length of the vectors; empty to take that of the first
 * @param metric how distance is measured
 * @param model the type of the embedding model that makes vectors of texts
 * @param source the text field that is embedded when a document brings no vector
 */
public record VectorFieldOptions(
        @Property(
                        description = "The length of the vectors; that of the first if not given.",
                        min = 1,
                        max = VectorSpace.MAX_DIMENSION,
                        aliases = "dimension")
                Optional<Integer> dimensions,
        @Property(
                        description =
                                "How distance is measured: euclidean, euclideanSquared, cosine, dot.",
                        defaultValue = "euclidean",
                        aliases = "distanceFunction")
                String metric,
        @Property(description = "The embedding model that makes vectors of texts.")
                Optional<String> model,
        @Property(description = "The text field that is embedded when a vector is not given.")
                Optional<String> source) {
    private static final Set<String> NAMES =
            Set.of("dimensions", "dimension", "metric", "distancefunction", "model", "source");

    /** Checks that a source has a model. */
    public VectorFieldOptions {
        if (source.isPresent() && model.isEmpty()) {
            throw new IllegalArgumentException("a source needs a model that embeds it");
        }
    }

    /** Options of an index: those that are common, and those of its type. */
    public record Split(VectorFieldOptions common, Map<String, @Nullable Object> ofType) {}

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<VectorFieldOptions> OF_FIELD =
                RecordSchema.of(VectorFieldOptions.class);
    }

    /**
     * Reads the common options, and leaves the others to the index type.
     *
     * @throws LokiVectorException {@code BAD_REQUEST} naming every fault
     */
    public static Split split(Map<String, ? extends @Nullable Object> options) {
        final Map<String, @Nullable Object> common = new LinkedHashMap<>();
        final Map<String, @Nullable Object> ofType = new LinkedHashMap<>();
        options.forEach((key, value) -> (isCommon(key) ? common : ofType).put(key, value));
        final VectorFieldOptions bound = Schema.OF_FIELD.bind(common, "options");
        bound.space(1);
        return new Split(bound, ofType);
    }

    /**
     * The options of an index that takes the place of another one of its field: those that are
     * common stay, and those of the type are new.
     *
     * @param dimension of the vectors; 0 if it is not known
     * @throws LokiVectorException {@code BAD_REQUEST} if a common one is to become another
     */
    public static Map<String, @Nullable Object> inPlaceOf(
            Map<String, ? extends @Nullable Object> before,
            Map<String, ? extends @Nullable Object> wanted,
            int dimension) {
        final Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        final Map<String, @Nullable Object> again = new LinkedHashMap<>();
        before.forEach((key, value) -> {
            if (isCommon(key)) {
                merged.put(key, value);
            }
        });
        wanted.forEach((key, value) -> (isCommon(key) ? again : merged).put(key, value));
        final VectorFieldOptions old = split(before).common;
        final VectorFieldOptions asked = Schema.OF_FIELD.bind(again, "options");
        for (final String key : again.keySet()) {
            final boolean isSame =
                    switch (plain(key)) {
                        case "metric", "distancefunction" ->
                                asked.space(1).metric() == old.space(1).metric();
                        case "model" -> asked.model.equals(old.model);
                        case "source" -> asked.source.equals(old.source);
                        default -> asked.dimensions.orElse(0) == dimension;
                    };
            if (!isSame) {
                throw new LokiVectorException(
                        ErrorCode.BAD_REQUEST,
                        "options."
                                + key
                                + " cannot be switched, for searches would mean something else;"
                                + " leave it out, or make another field with another index",
                        Map.of("option", key));
            }
        }
        return merged;
    }

    private static boolean isCommon(String key) {
        return NAMES.contains(plain(key));
    }

    private static String plain(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The space of vectors of this length. */
    public VectorSpace space(int dimension) {
        return new VectorSpace(dimension, metricOf(metric));
    }

    private static Metric metricOf(String name) {
        return switch (plain(name)) {
            case "euclidean", "l2" -> Metric.EUCLIDEAN;
            case "euclideansquared", "l2squared" -> Metric.EUCLIDEAN_SQUARED;
            case "cosine" -> Metric.COSINE;
            case "dot", "innerproduct" -> Metric.DOT;
            default ->
                    throw new LokiVectorException(
                            ErrorCode.BAD_REQUEST,
                            "options.metric must be one of euclidean, euclideanSquared, cosine,"
                                    + " dot, not '"
                                    + name
                                    + "'");
        };
    }
}
