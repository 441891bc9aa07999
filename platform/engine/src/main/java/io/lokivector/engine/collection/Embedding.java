package io.lokivector.engine.collection;

import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes vectors of the texts of documents, for the fields that have a model and a source.
 *
 * <p>A writer holds a lock while he finds out which texts there are, and must not wait for a model
 * there. So he asks for what is known, and if that is not all, gives up, lets the rest be embedded
 * without the lock, and begins again. For one writer.
 */
final class Embedding {
    private final EmbeddingModels models;
    private final Map<Wanted, float[]> known = new HashMap<>();
    private final Set<Wanted> wanted = new LinkedHashSet<>();

    Embedding(EmbeddingModels models) {
        this.models = models;
    }

    /** A text that a model is to embed. */
    private record Wanted(String model, String text) {}

    /** Gives up a transaction in which a text was met that has not been embedded. */
    static final class NeededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NeededException() {
            super("a text is to be embedded first", null, false, false);
        }
    }

    /**
     * A document with the vectors of its texts, as far as they are known.
     *
     * @param before the older version, if there is one
     */
    Map<String, ? extends @Nullable Object> complete(
            Map<String, ? extends @Nullable Object> document,
            @Nullable Map<String, @Nullable Object> before,
            List<VectorField> fields) {
        @Nullable Map<String, @Nullable Object> completed = null;
        for (final VectorField field : fields) {
            if (isStale(document, before, field)) {
                if (completed == null) {
                    completed = new LinkedHashMap<>(document);
                }
                final float @Nullable [] vector = vector(document, field);
                if (vector == null) {
                    completed.remove(field.field());
                } else {
                    completed.put(field.field(), vector);
                }
            }
        }
        return completed == null ? document : completed;
    }

    private static boolean isStale(
            Map<String, ? extends @Nullable Object> document,
            @Nullable Map<String, @Nullable Object> before,
            VectorField field) {
        if (field.source().isEmpty() || field.model().isEmpty()) {
            return false;
        }
        final String source = field.source().get();
        final @Nullable Object vector = document.get(field.field());
        if (vector == null) {
            return document.get(source) instanceof String;
        }
        if (before == null) {
            return false;
        }
        final boolean textChanged = !Objects.equals(document.get(source), before.get(source));
        return textChanged && isSame(vector, before.get(field.field()));
    }

    private static boolean isSame(Object vector, @Nullable Object before) {
        return vector instanceof final float[] now
                ? before instanceof final float[] then && Arrays.equals(now, then)
                : vector.equals(before);
    }

    private float @Nullable [] vector(
            Map<String, ? extends @Nullable Object> document, VectorField field) {
        if (!(document.get(field.source().orElseThrow()) instanceof final String text)
                || text.isBlank()) {
            return null;
        }
        final Wanted asked = new Wanted(field.model().orElseThrow(), text);
        final float @Nullable [] vector = known.get(asked);
        if (vector == null) {
            wanted.add(asked);
        }
        return vector;
    }

    /** Ends a transaction that met unknown texts. */
    void requireNothing() {
        if (!wanted.isEmpty()) {
            throw new NeededException();
        }
    }

    /**
     * Embeds what was asked for.
     *
     * @throws LokiVectorException if a model is not there, or fails
     */
    void embedWanted() {
        final Map<String, List<Wanted>> byModel = new LinkedHashMap<>();
        for (final Wanted each : wanted) {
            byModel.computeIfAbsent(each.model, _ -> new ArrayList<>()).add(each);
        }
        byModel.forEach(this::embed);
        wanted.clear();
    }

    private void embed(String model, List<Wanted> texts) {
        final List<float[]> vectors =
                models.embed(model, texts.stream().map(Wanted::text).toList());
        for (int i = 0; i < vectors.size(); i++) {
            known.put(texts.get(i), vectors.get(i));
        }
    }
}
