package io.lokivector.engine.values;

import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.query.Missing;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an index of values is made of: the fields whose values are its keys, and how they are
 * written; immutable.
 */
public final class IndexShape {
    /**
     * How many keys one document may have in an index of several fields that lead through lists.
     */
    public static final int COMBINATIONS_MAX = 4_096;

    private static final int HASH_BYTES = 4;

    private final List<FieldPath> fields;
    private final boolean isHashed;

    /**
     * A shape.
     *
     * @param isHashed whether keys are hashes, which finds equal values only
     */
    public IndexShape(List<String> fields, boolean isHashed) {
        this.fields = fields.stream().map(FieldPath::of).toList();
        this.isHashed = isHashed;
    }

    /**
     * Under what a document stands in an index.
     *
     * @param value what no other document may have in a unique index; null if others may
     */
    @SuppressWarnings("ArrayRecordComponent") // not changed once made
    public record Key(byte[] bytes, @Nullable Object value) {
        /** Whether it stands for all keys that begin so. */
        public boolean isCut() {
            return bytes.length == KeyTree.KEY_BYTES_MAX;
        }

        /** Whether an index has the same entry for both. */
        boolean isLike(Key other) {
            return Arrays.equals(bytes, other.bytes);
        }
    }

    /**
     * The keys of a document, each once.
     *
     * @param isBranched whether a path led through a list
     */
    public record Keys(List<Key> keys, boolean isBranched) {
        /** The keys of no document. */
        public static final Keys NONE = new Keys(List.of(), false);

        /** Whether the same entry is among them. */
        public boolean contains(Key key) {
            for (final Key each : keys) {
                if (each.isLike(key)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Where a path has no end, so that the values of the other fields are found all the same. */
    private enum NoValue {
        HERE
    }

    /** The fields, the most significant first. */
    public List<FieldPath> fields() {
        return fields;
    }

    /** Whether keys are hashes. */
    public boolean isHashed() {
        return isHashed;
    }

    /**
     * The keys of a document.
     *
     * @param writer lends its memory
     */
    public Keys of(Map<String, ? extends @Nullable Object> document, KeyWriter writer) {
        if (fields.size() == 1) {
            return ofOneField(document, writer);
        }
        List<List<@Nullable Object>> combinations = List.of(List.of());
        boolean isBranched = false;
        for (final FieldPath field : fields) {
            final List<@Nullable Object> ends = new ArrayList<>(1);
            isBranched |= field.ends(document, ends::add);
            if (ends.isEmpty()) {
                ends.add(NoValue.HERE);
            }
            combinations = combined(combinations, ends);
        }
        final List<Key> keys = new ArrayList<>(combinations.size());
        for (final List<@Nullable Object> values : combinations) {
            writer.clear();
            for (final Object value : values) {
                if (value == NoValue.HERE) {
                    writer.octet(KeyWriter.NO_VALUE);
                } else {
                    writer.value(value);
                }
            }
            addOnce(keys, new Key(bytes(writer), uniqueValue(values)));
        }
        return new Keys(keys, isBranched);
    }

    private Keys ofOneField(Map<String, ? extends @Nullable Object> document, KeyWriter writer) {
        final List<Key> keys = new ArrayList<>(1);
        final boolean isBranched =
                fields.get(0)
                        .ends(
                                document,
                                value -> {
                                    writer.clear().value(value);
                                    addOnce(
                                            keys,
                                            new Key(bytes(writer), isUnique(value) ? value : null));
                                });
        return new Keys(keys, isBranched);
    }

    private static void addOnce(List<Key> keys, Key key) {
        for (final Key each : keys) {
            if (each.isLike(key) && (each.value == null || each.value.equals(key.value))) {
                return;
            }
        }
        keys.add(key);
    }

    private List<List<@Nullable Object>> combined(
            List<List<@Nullable Object>> beginnings, List<@Nullable Object> ends) {
        if ((long) beginnings.size() * ends.size() > COMBINATIONS_MAX) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "a document may have at most "
                            + COMBINATIONS_MAX
                            + " combinations of values in the index of "
                            + fields
                            + "; the lists it leads through are too long",
                    Map.of("fields", fields.stream().map(FieldPath::toString).toList()));
        }
        final List<List<@Nullable Object>> combined = new ArrayList<>();
        for (final List<@Nullable Object> beginning : beginnings) {
            for (final Object end : ends) {
                final List<@Nullable Object> more = new ArrayList<>(beginning);
                more.add(end);
                combined.add(Collections.unmodifiableList(more));
            }
        }
        return combined;
    }

    /** Values of which one may be there many times make their combination so, too. */
    private static @Nullable Object uniqueValue(List<@Nullable Object> values) {
        for (final Object value : values) {
            if (!isUnique(value)) {
                return null;
            }
        }
        return values;
    }

    /** Lists and objects equal nothing, and what is not there is no value. */
    private static boolean isUnique(@Nullable Object value) {
        return value != Missing.VALUE
                && (value instanceof String || value instanceof Number || value instanceof Boolean);
    }

    private byte[] bytes(KeyWriter writer) {
        if (isHashed) {
            return hash(writer.toBytes());
        }
        if (writer.length() > KeyTree.KEY_BYTES_MAX) {
            writer.rewind(KeyTree.KEY_BYTES_MAX);
        }
        return writer.toBytes();
    }

    /** The key of a hashed index for what would be the key of an ordered one. */
    static byte[] hash(byte[] key) {
        int hash = 0;
        for (final byte each : key) {
            hash = (hash ^ each) * 0x01000193;
        }
        // The finishing steps of MurmurHash3 (Appleby) spread what short keys leave alike.
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        hash ^= hash >>> 16;
        final byte[] bytes = new byte[HASH_BYTES];
        for (int i = 0; i < HASH_BYTES; i++) {
            bytes[i] = (byte) (hash >>> 8 * i);
        }
        return bytes;
    }
}
