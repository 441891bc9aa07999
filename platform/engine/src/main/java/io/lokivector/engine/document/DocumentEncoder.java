package io.lokivector.engine.document;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.index.VectorSpace;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks documents and writes them in their stored form.
 *
 * <p>The bytes: version (1), then as varints revision, created and updated (epoch milliseconds, 0
 * for never), then the custom part of {@code meta} as a value ({@link Tag#NULL} if there is none),
 * then a varint of the number of fields, then the fields. A field is its number as a varint (0, and
 * then the name as text, if it has no number) and a value; a value begins with its {@link Tag}. All
 * fixed numbers are little-endian. Whole numbers are stored as such, however they were given; text
 * is UTF-8. Vectors of vector fields are left out: they have a column of their own.
 *
 * <p>Thread-safe.
 */
public final class DocumentEncoder {
    /** The first byte of every encoded document. */
    static final int VERSION = 1;

    /** From here on a double no longer tells neighbouring integers apart. */
    private static final double EXACT_INTEGERS = 0x1p53;

    private final FieldNames names;
    private final DocumentLimits limits;

    /** An encoder that numbers fields with {@code names}. */
    public DocumentEncoder(FieldNames names, DocumentLimits limits) {
        this.names = names;
        this.limits = limits;
    }

    /**
     * Encodes a document. Its {@code $loki} and {@code meta} are not looked at.
     *
     * @param vectorFields the fields whose values are vectors
     * @param label names the document in messages, {@code documents[3]}; asked for only then
     * @throws LokiVectorException {@code BAD_REQUEST} naming the place and the fault, {@code
     *     TOO_LARGE} if it has too many bytes
     */
    public EncodedDocument encode(
            Map<String, ? extends @Nullable Object> document,
            DocumentMeta meta,
            Set<String> vectorFields,
            Supplier<String> label) {
        try {
            return encode(document, meta, vectorFields);
        } catch (BadValueException e) {
            throw refused(e, label.get());
        }
    }

    /** The same for a document whose name in messages is at hand. */
    public EncodedDocument encode(
            Map<String, ? extends @Nullable Object> document,
            DocumentMeta meta,
            Set<String> vectorFields,
            String label) {
        return encode(document, meta, vectorFields, () -> label);
    }

    private static LokiVectorException refused(BadValueException e, String label) {
        final String path = e.path();
        final String where = path.isEmpty() ? label : label + ": field '" + path + "'";
        return new LokiVectorException(
                e.isTooLarge() ? ErrorCode.TOO_LARGE : ErrorCode.BAD_REQUEST,
                where + " " + e.reason(),
                Map.of("document", label, "field", path));
    }

    /**
     * The vector that a value stands for.
     *
     * @throws LokiVectorException {@code BAD_REQUEST} naming the place, if it is none
     */
    public static float[] vector(Object value, String field, String label) {
        try {
            return vectorOf(value);
        } catch (BadValueException e) {
            throw refused(e.within(field), label);
        }
    }

    private EncodedDocument encode(
            Map<String, ? extends @Nullable Object> document,
            DocumentMeta meta,
            Set<String> vectorFields) {
        final Bytes out = new Bytes();
        out.writeByte(VERSION);
        out.writeVarint(meta.revision());
        out.writeVarint(meta.createdMs());
        out.writeVarint(meta.updatedMs());
        if (meta.custom().isEmpty()) {
            out.writeByte(Tag.NULL);
        } else {
            try {
                writeObject(meta.custom(), 2, out);
            } catch (BadValueException e) {
                throw e.within("meta");
            }
        }
        int count = document.size();
        count -= document.containsKey("$loki") ? 1 : 0;
        count -= document.containsKey("meta") ? 1 : 0;
        out.writeVarint(count);
        final Map<String, float[]> vectors = vectorFields.isEmpty() ? Map.of() : new HashMap<>();
        long vectorBytes = 0;
        for (final Map.Entry<?, ? extends @Nullable Object> field : document.entrySet()) {
            final String name = nameOf(field.getKey());
            if (name.equals("$loki") || name.equals("meta")) {
                continue;
            }
            writeName(name, out);
            final @Nullable Object value = field.getValue();
            try {
                if (value != null && vectorFields.contains(name)) {
                    final float[] vector = vectorOf(value);
                    out.writeByte(Tag.VECTOR);
                    out.writeVarint(vector.length);
                    vectors.put(name, vector);
                    vectorBytes += 4L * vector.length;
                } else {
                    writeValue(value, 2, out);
                }
                checkSize(out.size() + vectorBytes);
            } catch (BadValueException e) {
                throw e.within(name);
            }
        }
        return new EncodedDocument(out.toArray(), vectors);
    }

    /** The vector that a value stands for. */
    static float[] vectorOf(Object value) {
        final float[] vector =
                switch (value) {
                    case final float[] packed -> packed.clone();
                    case final List<?> list -> packed(list);
                    default -> throw bad("must be a vector, a list of numbers");
                };
        if (vector.length == 0 || vector.length > VectorSpace.MAX_DIMENSION) {
            throw bad(
                    "must be a vector of 1 to "
                            + VectorSpace.MAX_DIMENSION
                            + " numbers, but has "
                            + vector.length);
        }
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw bad("is not a finite number that a vector can hold").within("[" + i + "]");
            }
        }
        return vector;
    }

    private static float[] packed(List<?> list) {
        final float[] vector = new float[list.size()];
        int i = 0;
        for (final Object element : list) {
            if (!(element instanceof final Number number)) {
                throw bad("must be a number").within("[" + i + "]");
            }
            vector[i++] = number.floatValue();
        }
        return vector;
    }

    private void writeValue(@Nullable Object value, int depth, Bytes out) {
        switch (value) {
            case null -> out.writeByte(Tag.NULL);
            case final String text -> {
                out.writeByte(Tag.TEXT);
                writeText(text, out);
            }
            case final Boolean truth -> out.writeByte(truth ? Tag.TRUE : Tag.FALSE);
            case final Number number -> writeNumber(number, out);
            case final List<?> list -> writeList(list, depth, out);
            case final Map<?, ?> object -> writeObject(object, depth, out);
            case final float[] vector -> writeFloats(vector, out);
            default ->
                    throw bad(
                            "is not a value a document can hold: null, boolean, number, text, list"
                                    + " or object");
        }
    }

    private static void writeNumber(Number number, Bytes out) {
        switch (number) {
            case final Long whole -> writeWhole(whole, out);
            case final Integer whole -> writeWhole(whole, out);
            case final Short whole -> writeWhole(whole, out);
            case final Byte whole -> writeWhole(whole, out);
            case final BigInteger whole when whole.bitLength() < Long.SIZE ->
                    writeWhole(whole.longValue(), out);
            default -> {
                final double value = number.doubleValue();
                if (!Double.isFinite(value)) {
                    throw bad("is not a finite number");
                }
                if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
                    writeWhole((long) value, out);
                } else {
                    out.writeByte(Tag.DOUBLE);
                    out.writeLong(Double.doubleToRawLongBits(value));
                }
            }
        }
    }

    private static void writeWhole(long value, Bytes out) {
        out.writeByte(Tag.WHOLE);
        out.writeVarint((value << 1) ^ (value >> 63));
    }

    private static void writeFloats(float[] vector, Bytes out) {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw bad("is not a finite number").within("[" + i + "]");
            }
        }
        out.writeByte(Tag.FLOATS);
        out.writeVarint(vector.length);
        out.writeFloats(vector);
    }

    private void writeList(List<?> list, int depth, Bytes out) {
        checkDepth(depth);
        out.writeByte(Tag.LIST);
        final int start = out.reserveLength();
        out.writeVarint(list.size());
        int i = 0;
        for (final Object element : list) {
            try {
                writeValue(element, depth + 1, out);
            } catch (BadValueException e) {
                throw e.within("[" + i + "]");
            }
            i++;
        }
        out.fillLength(start);
        checkSize(out.size());
    }

    private void writeObject(Map<?, ? extends @Nullable Object> object, int depth, Bytes out) {
        checkDepth(depth);
        out.writeByte(Tag.OBJECT);
        final int start = out.reserveLength();
        out.writeVarint(object.size());
        for (final Map.Entry<?, ? extends @Nullable Object> field : object.entrySet()) {
            final String name = nameOf(field.getKey());
            writeName(name, out);
            try {
                writeValue(field.getValue(), depth + 1, out);
            } catch (BadValueException e) {
                throw e.within(name);
            }
        }
        out.fillLength(start);
        checkSize(out.size());
    }

    private static String nameOf(@Nullable Object key) {
        if (!(key instanceof final String name)) {
            throw bad("has a key that is not text");
        }
        if (name.length() > DocumentLimits.FIELD_NAME_LENGTH_MAX) {
            throw bad(
                    "has a field name of "
                            + name.length()
                            + " characters; at most "
                            + DocumentLimits.FIELD_NAME_LENGTH_MAX
                            + " are allowed");
        }
        return name;
    }

    private void writeName(String name, Bytes out) {
        int number = names.find(name);
        if (number == 0) {
            // A name that cannot be written must not get a number.
            writeText(name, new Bytes());
            number = names.numberFor(name);
        }
        out.writeVarint(number);
        if (number == 0) {
            writeText(name, out);
        }
    }

    private static void writeText(String text, Bytes out) {
        if (!out.writeText(text)) {
            throw bad("holds half of a surrogate pair, which is no character");
        }
    }

    private void checkDepth(int depth) {
        if (depth > limits.depthMax()) {
            throw bad("is nested deeper than " + limits.depthMax() + " levels");
        }
    }

    private void checkSize(long size) {
        if (size > limits.bytesMax()) {
            throw new BadValueException(
                    "makes the document larger than " + limits.bytesMax() + " bytes", true);
        }
    }

    private static BadValueException bad(String reason) {
        return new BadValueException(reason, false);
    }
}
