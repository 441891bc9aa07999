package io.lokivector.engine.document;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A document as clients see it, with {@code meta} and {@code $loki} after its own fields; decodes
 * only what is looked at. Immutable.
 */
public final class DocumentMap extends AbstractMap<String, @Nullable Object> {
    private final long id;
    private final StoredDocument stored;
    private final FieldNames names;
    private final Vectors vectors;
    private final Predicate<String> shown;
    private final Map<String, @Nullable Object> extra;

    /** Where the fields are; 0 before anyone has asked. Threads that ask at once find the same. */
    private int fieldsAt;

    /** A document whose vectors come from {@code vectors} when they are looked at. */
    public DocumentMap(long id, StoredDocument document, FieldNames names, Vectors vectors) {
        this(id, document, names, vectors, field -> true, Map.of());
    }

    /**
     * A document as part of an answer.
     *
     * @param shown which vector fields to show
     * @param extra what comes after its own fields
     */
    public DocumentMap(
            long id,
            StoredDocument document,
            FieldNames names,
            Vectors vectors,
            Predicate<String> shown,
            Map<String, @Nullable Object> extra) {
        this.id = id;
        this.stored = document;
        this.names = names;
        this.vectors = vectors;
        this.shown = shown;
        this.extra = extra;
    }

    private FieldReader reader() {
        return new FieldReader(stored.body(), names);
    }

    private int fieldsAt() {
        if (fieldsAt == 0) {
            fieldsAt = atFields(stored.body()).position();
        }
        return fieldsAt;
    }

    /** Reads on at the fields of a document. */
    static ByteReader atFields(byte[] body) {
        final ByteReader in = new ByteReader(body, 0);
        if (in.readByte() != DocumentEncoder.VERSION) {
            throw new IllegalStateException("a document has an unknown format");
        }
        in.readVarint();
        in.readVarint();
        in.readVarint();
        FieldReader.skipValue(in);
        return in;
    }

    @SuppressWarnings("unchecked") // the reader makes objects with text keys only
    private static Map<String, @Nullable Object> textKeys(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    /** The {@code $loki}. */
    public long id() {
        return id;
    }

    /** The version that this shows. */
    public StoredDocument stored() {
        return stored;
    }

    /**
     * The document as part of an answer, which needs no index any more: with its vectors read.
     *
     * @param vectorFields where it may have vectors
     * @param toShow which of these to show
     * @param added what comes after its own fields
     */
    public DocumentMap answer(
            Collection<String> vectorFields,
            Predicate<String> toShow,
            Map<String, @Nullable Object> added) {
        if (vectorFields.isEmpty()) {
            return new DocumentMap(id, stored, names, Vectors.none(), toShow, added);
        }
        final Map<String, float[]> read = new HashMap<>();
        for (final String field : vectorFields) {
            if (toShow.test(field) && hasColumnVector(field)) {
                final float @Nullable [] vector = vectors.vector(field);
                if (vector != null) {
                    read.put(field, vector);
                }
            }
        }
        return new DocumentMap(id, stored, names, read::get, toShow, added);
    }

    /** What the database knows about it. */
    public DocumentMeta meta() {
        final ByteReader in = new ByteReader(stored.body(), 1);
        final long revision = in.readVarint();
        final long createdMs = in.readVarint();
        final long updatedMs = in.readVarint();
        final @Nullable Object custom = reader().value(in, Vectors.none(), "");
        return new DocumentMeta(
                revision,
                createdMs,
                updatedMs,
                custom instanceof final Map<?, ?> map ? textKeys(map) : Map.of());
    }

    /** The vector of a field: from its column, or from a list that stands in the document. */
    public float @Nullable [] vector(String field) {
        final @Nullable Object value = get(field);
        return value == null ? null : vectorOf(value);
    }

    /** The same to be looked at only: it may be shared. */
    public float @Nullable [] sharedVector(String field) {
        return hasColumnVector(field) ? vectors.vector(field) : vector(field);
    }

    private static float @Nullable [] vectorOf(Object value) {
        try {
            return DocumentEncoder.vectorOf(value);
        } catch (BadValueException e) {
            return null;
        }
    }

    /** Whether the field holds a vector that has its place in the field's column. */
    public boolean hasColumnVector(String field) {
        final int at = reader().find(fieldsAt(), field);
        return at >= 0 && reader().tag(at) == Tag.VECTOR;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (key instanceof final String name) {
            final int at = find(name);
            if (at >= 0) {
                return reader().value(new ByteReader(stored.body(), at), vectors, name);
            }
            return switch (name) {
                case "$loki" -> id;
                case "meta" -> meta().toMap();
                default -> extra.get(name);
            };
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof final String name
                && (name.equals("$loki")
                        || name.equals("meta")
                        || find(name) >= 0
                        || extra.containsKey(name));
    }

    private int find(String name) {
        final int at = reader().find(fieldsAt(), name);
        return at >= 0 && isHidden(name, at) ? -1 : at;
    }

    private boolean isHidden(String name, int at) {
        return !shown.test(name) && reader().tag(at) == Tag.VECTOR;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return new Fields();
            }

            @Override
            public int size() {
                int size = 0;
                for (final Iterator<?> fields = new Fields(); fields.hasNext(); fields.next()) {
                    size++;
                }
                return size;
            }
        };
    }

    /** Its own fields, meta, $loki, and what was added. */
    private final class Fields implements Iterator<Map.Entry<String, @Nullable Object>> {
        private final Iterator<Map.Entry<String, @Nullable Object>> own =
                reader().fields(fieldsAt(), DocumentMap.this::shownVector);
        private final Iterator<Map.Entry<String, @Nullable Object>> added =
                extra.entrySet().iterator();
        private int step;
        private Map.@Nullable Entry<String, @Nullable Object> next = advance();

        private Map.@Nullable Entry<String, @Nullable Object> advance() {
            while (own.hasNext()) {
                final Map.Entry<String, @Nullable Object> field = own.next();
                if (shown.test(field.getKey()) || !hasColumnVector(field.getKey())) {
                    return field;
                }
            }
            step++;
            if (step == 1) {
                return new SimpleImmutableEntry<>("meta", meta().toMap());
            }
            if (step == 2) {
                return new SimpleImmutableEntry<>("$loki", id);
            }
            return added.hasNext() ? added.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
            final Map.@Nullable Entry<String, @Nullable Object> result = next;
            if (result == null) {
                throw new NoSuchElementException();
            }
            next = advance();
            return result;
        }
    }

    private float @Nullable [] shownVector(String field) {
        return shown.test(field) ? vectors.vector(field) : null;
    }
}
