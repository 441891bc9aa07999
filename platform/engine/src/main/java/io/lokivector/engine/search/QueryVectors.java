package io.lokivector.engine.search;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.IndexDefinition;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.request.SearchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of what a search is given the vectors it is about. Thread-safe. */
final class QueryVectors {
    private final CollectionStore store;
    private final CollectionView view;
    private final EmbeddingModels models;
    private final VectorField field;

    /** Empty as long as the field has had no vector. */
    private final Optional<Integer> dimension;

    QueryVectors(
            CollectionStore store, CollectionView view, EmbeddingModels models, VectorField field) {
        this.store = store;
        this.view = view;
        this.models = models;
        this.field = field;
        this.dimension =
                view.definition()
                        .index(field.field())
                        .map(IndexDefinition::dimension)
                        .filter(length -> length > 0);
    }

    /** Whether the field has had a vector: only then there is something to be found. */
    boolean isFieldInUse() {
        return dimension.isPresent();
    }

    /** The vector that is given, that a text means, or that a document has. */
    float[] vector(SearchOptions options) {
        if (options.id().isPresent()) {
            return ofDocument(options.id().get(), "id");
        }
        return options.vector().isPresent()
                ? checked(options.vector().get(), "vector")
                : checked(embedded(options.text().orElseThrow()), "the vector of the text");
    }

    /**
     * The vectors of examples, each given as the {@code $loki} of a document or as a vector.
     *
     * @param path where they stand in the request
     */
    List<float[]> examples(List<? extends @Nullable Object> examples, String path) {
        final List<float[]> vectors = new ArrayList<>(examples.size());
        for (int i = 0; i < examples.size(); i++) {
            final String here = path + "[" + i + "]";
            final Optional<Long> id = idOf(examples.get(i));
            vectors.add(
                    id.isPresent()
                            ? ofDocument(id.get(), here)
                            : checked(given(examples.get(i), here), here));
        }
        return vectors;
    }

    /** The {@code $loki} that an example names, if it is not a vector. */
    static Optional<Long> idOf(@Nullable Object example) {
        return example instanceof final Number number
                        && number.doubleValue() == Math.rint(number.doubleValue())
                        && Math.abs(number.doubleValue()) < 0x1p53
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static float[] given(@Nullable Object example, String path) {
        if (example instanceof final float[] vector) {
            return vector;
        }
        if (example instanceof final List<?> list) {
            final float[] vector = new float[list.size()];
            for (int i = 0; i < vector.length; i++) {
                if (!(list.get(i) instanceof final Number number)) {
                    throw SearchFaults.bad(
                            path + "[" + i + "] must be a finite number, not " + list.get(i));
                }
                vector[i] = number.floatValue();
            }
            return vector;
        }
        throw SearchFaults.bad(
                path + " must be the $loki of a document or a vector, a list of numbers");
    }

    private float[] checked(float[] vector, String path) {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw SearchFaults.bad(
                        path + "[" + i + "] must be a finite number, not " + vector[i]);
            }
        }
        if (vector.length == 0) {
            throw SearchFaults.bad(path + " is empty; it must have the numbers of a vector");
        }
        if (dimension.isPresent() && dimension.get() != vector.length) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    path
                            + " must have "
                            + dimension.get()
                            + " dimensions, as field '"
                            + field.field()
                            + "' has, but has "
                            + vector.length,
                    Map.of(
                            "field",
                            field.field(),
                            "expected",
                            dimension.get(),
                            "given",
                            vector.length));
        }
        return vector;
    }

    private float[] ofDocument(long id, String path) {
        final DocumentMap document =
                store.document(view, id)
                        .orElseThrow(() ->
                                new LokiVectorException(
                                        ErrorCode.NOT_FOUND,
                                        path + ": there is no document " + id,
                                        Map.of("id", id)));
        final float @Nullable [] vector = document.vector(field.field());
        if (vector == null) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    path + ": document " + id + " has no vector in field '" + field.field() + "'",
                    Map.of("id", id, "field", field.field()));
        }
        return checked(vector, path);
    }

    private float[] embedded(String text) {
        final String model =
                field.model()
                        .orElseThrow(() ->
                                SearchFaults.bad(
                                        "field '"
                                                + field.field()
                                                + "' has no embedding model, so it cannot be"
                                                + " searched by text"));
        return models.embed(model, List.of(text)).getFirst();
    }

    /** One vector that is like the positive examples, and away from the negative ones. */
    float[] average(List<float[]> positive, List<float[]> negative) {
        final double[] mean = mean(positive);
        final double[] away = negative.isEmpty() ? mean : mean(negative);
        final float[] average = new float[mean.length];
        for (int i = 0; i < average.length; i++) {
            average[i] = (float) (mean[i] + (mean[i] - away[i]));
            if (!Float.isFinite(average[i])) {
                throw SearchFaults.bad(
                        "recommend: the numbers of the examples are too large to be averaged");
            }
        }
        return average;
    }

    /** The mean of vectors or, where only directions count, of their directions. */
    private double[] mean(List<float[]> vectors) {
        final double[] mean = new double[vectors.getFirst().length];
        for (final float[] vector : vectors) {
            double squares = 0;
            for (final float component : vector) {
                squares += (double) component * component;
            }
            final double length =
                    field.metric() == Metric.COSINE && squares > 0 ? Math.sqrt(squares) : 1;
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / length / vectors.size();
            }
        }
        return mean;
    }
}
