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
