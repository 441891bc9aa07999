package io.lokivector.transport.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as JSON in UTF-8.
 *
 * <p>A {@code float[]} becomes a list of numbers in the shortest form that gives the same float
 * back. JSON has no infinities; they are written as null. Immutable.
 */
public final class JsonWriter {
    private static final int MAX_DEPTH = 2_000;

    private final JsonFactory factory =
            JsonFactory.builder()
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    // Whoever opened the stream closes it, and a broken answer must not look whole.
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                    .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build();

    /** Writes one value; the stream stays open. */
    public void write(@Nullable Object value, OutputStream out) throws IOException {
        try (JsonGenerator generator = factory.createGenerator(out)) {
            write(value, generator);
        }
    }

    /** Writes each value in a line of its own, as NDJSON; the stream stays open. */
    public void writeLines(Iterator<? extends @Nullable Object> values, OutputStream out)
            throws IOException {
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.setPrettyPrinter(new MinimalPrettyPrinter(""));
            while (values.hasNext()) {
                write(values.next(), generator);
                generator.writeRaw('\n');
            }
        }
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case final String text -> out.writeString(text);
            case final Boolean truth -> out.writeBoolean(truth);
            case final Number number -> writeNumber(number, out);
            case final float[] vector -> writeVector(vector, out);
            case final Map<?, ?> map -> {
                out.writeStartObject();
                for (final Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case final Iterable<?> list -> {
                out.writeStartArray();
                for (final Object element : list) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            default ->
                    throw new IllegalArgumentException(
                            "not a plain value: " + value.getClass().getName());
        }
    }

    private static void writeNumber(Number number, JsonGenerator out) throws IOException {
        switch (number) {
            case final Double exact when Double.isFinite(exact) -> out.writeNumber(exact);
            case final Float exact when Float.isFinite(exact) -> out.writeNumber(exact);
            case final Double _ -> out.writeNull();
            case final Float _ -> out.writeNull();
            case final BigInteger exact -> out.writeNumber(exact);
            case final BigDecimal exact -> out.writeNumber(exact);
            default -> out.writeNumber(number.longValue());
        }
    }

    private static void writeVector(float[] vector, JsonGenerator out) throws IOException {
        out.writeStartArray(vector, vector.length);
        for (final float component : vector) {
            if (Float.isFinite(component)) {
                out.writeNumber(component);
            } else {
                out.writeNull();
            }
        }
        out.writeEndArray();
    }
}
