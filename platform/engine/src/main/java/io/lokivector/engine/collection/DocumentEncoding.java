package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.EncodedDocument;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of what clients give as documents what is stored. Thread-safe. */
final class DocumentEncoding {
    private final DocumentEncoder encoder;
    private final CollectionVectors vectors;

    DocumentEncoding(DocumentEncoder encoder, CollectionVectors vectors) {
        this.encoder = encoder;
        this.vectors = vectors;
    }

    /**
     * A document that may be inserted.
     *
     * @param place the document's place in the request, for failures
     * @throws LokiVectorException {@code BAD_REQUEST} if it is no object, or in a collection
     *     already
     */
    static Map<String, @Nullable Object> checkNew(
            @Nullable Object document, Supplier<String> place) {
        if (document instanceof final Map<?, ?> object
                && object.get("$loki") == null
                && isMeta(object.get("meta"))) {
            return textKeys(object);
        }
        throw notNew(document, place.get());
    }

    private static boolean isMeta(@Nullable Object meta) {
        return meta == null || meta instanceof Map<?, ?>;
    }

    private static LokiVectorException notNew(@Nullable Object document, String label) {
        if (!(document instanceof final Map<?, ?> object)) {
            return new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    label
                            + ": a document must be an object"
                            + (document == null ? ", not null" : ""),
                    Map.of("document", label));
        }
        if (object.get("$loki") != null) {
            return new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    label
                            + ": has a $loki, so it is in a collection already; leave $loki out,"
                            + " or change the document by update",
                    Map.of("document", label, "field", "$loki"));
        }
        return new LokiVectorException(
                ErrorCode.BAD_REQUEST,
                label + ": field 'meta' must be an object",
                Map.of("document", label, "field", "meta"));
    }

    @SuppressWarnings("unchecked") // the encoder refuses any other key
    private static Map<String, @Nullable Object> textKeys(Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
    }

    /** The fields whose vectors a model makes of texts. */
    List<VectorField> embeddedFields(CollectionDefinition definition) {
        final List<VectorField> fields = new ArrayList<>();
        for (final IndexDefinition index : definition.vectorIndexes()) {
            final Optional<VectorField> field = vectors.field(index.field());
            if (field.isPresent() && field.get().source().isPresent()) {
                fields.add(field.get());
            }
        }
        return fields;
    }

    /** Encodes a document that is to be inserted. */
    EncodedDocument inserted(
            Map<String, ? extends @Nullable Object> document,
            long nowMs,
            Set<String> vectorFields,
            Supplier<String> label) {
        final DocumentMeta meta = DocumentMeta.created(nowMs, customMeta(document));
        return encoder.encode(document, meta, vectorFields, label);
    }

    private static Map<String, @Nullable Object> customMeta(
            Map<String, ? extends @Nullable Object> document) {
        if (!(document.get("meta") instanceof final Map<?, ?> meta)) {
            return Map.of();
        }
        final Map<String, @Nullable Object> custom = new LinkedHashMap<>();
        meta.forEach((key, value) -> custom.put(String.valueOf(key), value));
        return custom;
    }

    /** Encodes the next version of a document. */
    EncodedDocument changed(
            DocumentMap before,
            Map<String, ? extends @Nullable Object> after,
            long nowMs,
            Set<String> vectorFields,
            Supplier<String> label) {
        return encoder.encode(after, before.meta().changed(nowMs), vectorFields, label);
    }
}
