package io.lokivector.tck.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The recordings of the original, as plain values: whole numbers are Long, all others Double. */
public final class Recordings {
    private static final JsonFactory JSON = new JsonFactory();

    private Recordings() {}

    /** Queries, sorts, removals and updates of one list of documents each. */
    public static List<Recorded> queries() {
        return load("query.jsonl.gz");
    }

    /** The same where the original contradicts itself. */
    public static List<Recorded> queryQuirks() {
        return load("query-quirks.jsonl.gz");
    }

    /** Sequences of operations on a fresh database. */
    public static List<Recorded> features() {
        return load("features.jsonl.gz");
    }

    /** The same where the original contradicts itself. */
    public static List<Recorded> featureQuirks() {
        return load("features-quirks.jsonl.gz");
    }

    /** Sets of vectors, each to be inserted in order. */
    static List<Recorded> vectorSets() {
        return load("vector-sets.jsonl.gz");
    }

    /** Searches of these sets, with what a comparison with every vector found. */
    static List<Recorded> vectorQueries() {
        return load("vector-queries.jsonl.gz");
    }

    /** Searches of small sets of documents, and sequences of operations on vector indexes. */
    static List<Recorded> vectorCalls() {
        return load("vector-api.jsonl.gz");
    }

    private static List<Recorded> load(String resource) {
        final List<Recorded> recordings = new ArrayList<>();
        try (InputStream file = Recordings.class.getResourceAsStream(resource);
                JsonParser parser =
                        JSON.createParser(new GZIPInputStream(Objects.requireNonNull(file)))) {
            while (parser.nextToken() != null) {
                recordings.add(new Recorded(object(parser)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return recordings;
    }

    /** One JSON object. */
    static Map<String, @Nullable Object> parse(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return object(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        final Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                final List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("not a value: " + parser.currentToken());
        };
    }
}
